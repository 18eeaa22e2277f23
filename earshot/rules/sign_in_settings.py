"""Sign-in settings: who says who somebody is, and what that makes them here.

The tables are Streamlit's own: [auth] for the provider, or one [auth.NAME] for each of several;
[earshot] says how long a sign-in holds and which group has which role.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from earshot.rules.company import Role
from earshot.rules.nearness import is_near
from earshot.words.errors import EarshotError

CALLBACK = "/oauth2callback"  # where Streamlit takes back those who have signed in
SHORTEST_SECRET = 32  # characters
MAKE_A_SECRET = 'python -c "import secrets; print(secrets.token_urlsafe(48))"'
# Microsoft's addresses of any tenant: whoever has an account anywhere would be let in by them.
ANY_TENANT = ("/common/", "/organizations/", "/consumers/")
LONGEST_SESSION = 24.0 * 30  # hours: Streamlit's cookie is forgotten then


@dataclass(frozen=True, slots=True)
class SignIn:
    """Sign-in as it is set up."""

    redirect_uri: str
    providers: tuple[str, ...]  # as `st.login` takes them; "" is the one without a name
    role_claim: str = ""  # "": the people who are set up have their roles here
    roles: dict[str, Role] = field(default_factory=dict)  # by group
    session: timedelta | None = None  # None: until the ID token ends

    @property
    def host(self) -> str:
        return urlsplit(self.redirect_uri).hostname or ""

    @property
    def origin(self) -> str:
        """The address that everybody uses, without a path."""
        parts = urlsplit(self.redirect_uri)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def is_encrypted(self) -> bool:
        return self.redirect_uri.startswith("https://")

    def is_at(self, port: int) -> bool:
        """Whether it leads to a server on this port; an encrypted one stands before that."""
        return self.is_encrypted or (urlsplit(self.redirect_uri).port or 80) == port


def read_sign_in(tables: dict[str, Any], where: str) -> SignIn:
    """The settings in these tables; `where` names their file.

    Raises:
        EarshotError: names the file, the field, and what is wrong with it.
    """
    try:
        found = _Tables.model_validate(tables)
    except ValidationError as error:
        raise EarshotError(f"{where}: {_first_problem(error)}") from None
    return SignIn(
        found.auth.redirect_uri,
        found.auth.providers,
        found.earshot.role_claim,
        found.earshot.roles,
        timedelta(hours=found.earshot.session_hours) if found.earshot.session_hours else None,
    )


def _filled(text: str) -> str:
    if not text.strip():
        raise ValueError("is empty")
    return text


def _secret(text: str) -> str:
    if len(text) < SHORTEST_SECRET or len(set(text)) < SHORTEST_SECRET // 3:
        raise ValueError(
            f"is too easy to guess: it wants {SHORTEST_SECRET} characters by chance or more. "
            f"Make one with: {MAKE_A_SECRET}"
        )
    return text


def _address(text: str) -> str:
    """Over plain http, whoever is on the way could sign in as everybody."""
    try:
        parts = urlsplit(text)
        named = bool(parts.hostname) and (parts.port or True)
    except ValueError:
        named = False
    if not named or parts.scheme not in ("http", "https"):
        raise ValueError("is no whole address, as https://name/path")
    if parts.scheme == "http" and not is_near(parts.hostname):
        raise ValueError("has to begin with https://, for it is another machine's")
    return text


def _callback(text: str) -> str:
    parts = urlsplit(_address(text))
    if not parts.path.endswith(CALLBACK) or parts.query or parts.fragment:
        raise ValueError(f"has to end with {CALLBACK}")
    return text


def _metadata(text: str) -> str:
    host, path = urlsplit(_address(text)).hostname or "", urlsplit(text).path
    if host.endswith("microsoftonline.com") and any(each in path for each in ANY_TENANT):
        raise ValueError("lets in accounts of every organisation: put your tenant's id there")
    return text


Filled = Annotated[str, AfterValidator(_filled)]


class _Provider(BaseModel):
    """What else stands there is Streamlit's and Authlib's."""

    model_config = ConfigDict(extra="allow", strict=True, hide_input_in_errors=True)

    client_id: Filled
    client_secret: Filled
    server_metadata_url: Annotated[str, AfterValidator(_metadata)]


class _Auth(BaseModel):
    model_config = ConfigDict(extra="allow", strict=True, hide_input_in_errors=True)

    redirect_uri: Annotated[str, AfterValidator(_callback)]
    cookie_secret: Annotated[str, AfterValidator(_secret)]

    @property
    def providers(self) -> tuple[str, ...]:
        named = tuple(_named(self.model_extra or {}))
        return named if named and not self._has_nameless else ("", *named)

    @property
    def _has_nameless(self) -> bool:
        return "client_id" in (self.model_extra or {})

    @model_validator(mode="after")
    def _with_providers(self) -> "_Auth":
        extra = self.model_extra or {}
        named = _named(extra)
        for name, table in named.items():
            if "_" in name or name == "default":
                raise ValueError(f"[auth.{name}]: Streamlit takes no provider of this name")
            _checked(table, f"[auth.{name}] ")
        if not named or self._has_nameless:
            _checked(extra, "[auth] ")
        return self


class _Earshot(BaseModel):
    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    role_claim: str = ""
    session_hours: Annotated[float, Field(gt=0, le=LONGEST_SESSION)] | None = None
    roles: dict[str, Role] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _together(self) -> "_Earshot":
        if self.role_claim and not self.roles:
            raise ValueError('[earshot.roles]: say which group has which role: "group" = "smt"')
        if self.roles and not self.role_claim:
            raise ValueError('[earshot] role_claim: say which claim names the groups: "groups"')
        return self


class _Tables(BaseModel):
    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    auth: _Auth
    earshot: _Earshot = Field(default_factory=_Earshot)


def _named(extra: dict[str, Any]) -> dict[str, Any]:
    """The providers that have a name."""
    return {k: v for k, v in extra.items() if isinstance(v, dict) and k != "client_kwargs"}


def _checked(table: dict[str, Any], place: str) -> None:
    try:
        _Provider.model_validate(table)
    except ValidationError as error:
        raise ValueError(_first_problem(error, place)) from None


def _first_problem(error: ValidationError, place: str = "") -> str:
    """Field and mistake in words; never the value, which may be a secret."""
    first = error.errors(include_input=False, include_url=False)[0]
    words = first["msg"].removeprefix("Value error, ")
    if first["type"] == "missing":
        words = "is missing"
    elif first["type"] == "extra_forbidden":
        words = "is no setting that Earshot knows"
    elif first["type"] == "enum":
        words = "is no role; roles are: " + ", ".join(role.value for role in Role)
    if words.startswith("["):  # it names its own place
        return words
    *tables, name = [str(each) for each in first["loc"]] or [""]
    table = f"[{'.'.join(tables)}] " if tables else place
    return f"{table}{name}: {words}."
