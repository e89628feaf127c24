"""Texts that Keycloak 26.7.3 refuses, and texts that it takes, by kind."""

from __future__ import annotations

__all__ = ["REFUSED", "TAKEN"]

_PROHIBITED = '&/()<>[]{}"$%!#?§;*~\\|^='

REFUSED = {
    "name": [
        *("Bob & Sally", "Smith/Dupont", "Ann (Contractor)", "x" * 256, ""),
        *(f"A{character}B" for character in _PROHIBITED),
    ],
    "email": [
        *("ann..lee@example.com", ".ann@example.com", "ann.@example.com", "ann@-example.com", "ann@example-.com"),
        *("ann@ex..com", "ann@example.com-", f"{'x' * 65}@example.com", f"a@{'b' * 64}.com", "a@b_c.com"),
    ],
    "policy": [
        *("digit(1)", "length()", "length(a)", "length(99999999999)", "length(4.5)", "Length(12)", "length( 12 )"),
        *("length(12) AND digits(1)", "length(12), digits(1)", "regexPattern(a and b)", "foo"),
    ],
    "text": ["x" * 256],
    "url": [
        "https://a.example/" + "x" * 238,
        *(f"https://a.example/{each}" for each in ("%zz", "100%", "{id}", "a|b", "[x]", 'a"b', "a^b", "<x>", "`")),
    ],
    "username": ["ad", "a b c", "ada/b", "ada&b", "ada#b", "ada!", "a;b;c", "x" * 256],
    "redirect": ["https://a.example/cb#f", "https://a.example/#"],
    "logout": ["https://a.example/cb#f", "https://a.example/#"],
}
TAKEN = {
    "name": [
        *("O'Neil", "Anne-Marie", "A.B", "José", "Łukasz", "李", "A_B", "A,B", "A:B", "A+B", "A@B", "1st", "x" * 255),
        *("A\u2019B", "A\u2013B"),
    ],
    "email": [
        *("ann@example", "a%b@example.com", "a'b@example.com", "a+b@example.com", f"{'x' * 64}@example.com"),
        *(f"a@{'b' * 63}.com", "a_b@example.com", "-a@example.com"),
    ],
    "policy": [
        *(
            "length(12)",
            "length",
            "notUsername",
            "notUsername(undefined)",
            "regexPattern(^a$)",
            "hashAlgorithm(argon2)",
        ),
        "length(12) and digits(1) and lowerCase(1) and upperCase(1) and specialChars(1) and notContainsUsername",
        "passwordHistory(3) and forceExpiredPasswordChange(365) and maxAuthAge(300) and maxLength(64)",
    ],
    "text": ["x" * 255, ""],
    "url": ["https://a.example/" + "x" * 237, "https://a.example/%20?q=a,b;c&d='(!*)'", "https://[::1]:8443/cb"],
    "username": ["ada", "ada+test@example.com", "ada_l.b-c", "0ada", "x" * 255],
    "redirect": ["http://127.0.0.1/cb", "https://a.example/cb?q=1"],
    "logout": ["http://127.0.0.1/cb", "https://a.example/cb?q=1"],
}
