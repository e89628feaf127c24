"""What an interrupted run left is taken up by the next one: objects that no state has, states that were cut short."""
