"""`make demo`: one declaration, a real realm, a real gateway and a real model server, and who gets through."""
