"""The people of the demo who can sign in. Their password is no secret: the demo refuses to be made in production."""

from dataclasses import dataclass

from accounts.roles import AUTHORITY_ADMIN, IRO, IRO_MANAGER, PLATFORM_ADMIN

PASSWORD = "hazel-lantern-otter-1866"  # noqa: S105 - printed by `make run`


@dataclass(frozen=True)
class DemoSignIn:
    """One line of what `make run` prints. `council` is empty for the platform."""

    role: str
    words: str
    name: str
    email: str
    council: str = ""
    password: str = PASSWORD

    @property
    def line(self) -> str:
        """role, e-mail and password, with at least two spaces between."""
        return f"{self.words:<33}  {self.email:<36}  {self.password}"


NORTHSHIRE = "Northshire Council"
LARKWATER = "Larkwater Borough Council"

DEMO_SIGN_INS: tuple[DemoSignIn, ...] = (
    DemoSignIn(IRO.code, "IRO", "Jas Okoro", "jas.okoro@northshire.example", NORTHSHIRE),
    DemoSignIn(IRO_MANAGER.code, "IRO manager", "Marnie Holloway", "marnie.holloway@northshire.example", NORTHSHIRE),
    DemoSignIn(AUTHORITY_ADMIN.code, "local-authority administrator", "Wren Alderly",
               "wren.alderly@northshire.example", NORTHSHIRE),
    DemoSignIn(IRO.code, "IRO", "Orla Fenwillow", "orla.fenwillow@larkwater.example", LARKWATER),
    DemoSignIn(IRO_MANAGER.code, "IRO manager", "Tamsin Greywater", "tamsin.greywater@larkwater.example", LARKWATER),
    DemoSignIn(AUTHORITY_ADMIN.code, "local-authority administrator", "Ivo Marlstone",
               "ivo.marlstone@larkwater.example", LARKWATER),
    DemoSignIn(PLATFORM_ADMIN.code, "platform administrator", "Sol Underhay", "sol.underhay@portal.example"),
)  # fmt: skip
