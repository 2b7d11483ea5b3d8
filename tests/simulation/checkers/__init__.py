"""What must hold in every run. Each checker reports a `Violation` under its own name."""


class Violation(AssertionError):
    """Something happened that must not. `checker` names the promise that was broken."""

    def __init__(self, checker: str, text: str) -> None:
        super().__init__(f"[{checker}] {text}")
        self.checker = checker
