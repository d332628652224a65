"""From invitation to admin: who may invite whom, what a link does and for whom it does nothing."""

import datetime
import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from portal.access import services
from portal.models import Gebruiker, Uitnodiging
from tests.factories.records import GebruikerFactory
from tests.portal.inviting import ADDRESS, NEW, accept, address, code_of, invited

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("portal")]
# The mail goes once the invitation is committed, and allauth tells then that a factor was added.
commits = pytest.mark.django_db(transaction=True)


@commits
def test_the_whole_way_from_invitation_to_the_admin(client: Client, beheerder: Gebruiker) -> None:
    client.force_login(beheerder)
    answer = client.post("/admin/accounts/uitnodigen/", {"email": ADDRESS, "groep": "Redacteuren"})
    assert answer.headers["Location"] == "/admin/accounts/uitnodigingen/"
    (message,) = mail.outbox
    assert message.to == [ADDRESS.lower()]
    assert message.subject == "Kennisportaal Aanpak Mensenhandel: uitnodiging voor een account"
    assert not re.search(r"\b[Jj](e|ij|ouw)\b", message.body)
    link = re.search(r"http://testserver(/account/uitnodiging/\S+)", message.body)
    assert link

    person = Client()
    assert "U bent uitgenodigd als redacteur" in person.get(link[1]).content.decode()
    token = link[1].rstrip("/").rsplit("/", 1)[1]
    assert accept(person, token).headers["Location"] == "/account/2fa/"
    assert person.get("/admin/").headers["Location"] == "/account/2fa/"
    page = person.get("/account/2fa/totp/activate/").content.decode()
    secret = re.search(r"Sleutel: <code>(\w+)</code>", page)
    assert secret, "who chose a password just now is not asked for it again"
    done = person.post("/account/2fa/totp/activate/", {"code": code_of(secret[1])})
    codes = person.get(done.headers["Location"]).content.decode()
    assert len(re.findall(r"<li><code>\d{8}</code></li>", codes)) == 10
    assert person.get("/admin/").status_code == 200

    made = Gebruiker.objects.get(email=ADDRESS.lower())
    assert (made.get_full_name(), made.username) == ("Noor Bakker", ADDRESS.lower())
    assert set(made.groups.values_list("name", flat=True)) == {"Redacteuren"}
    assert not (made.is_superuser)
    assert not (made.is_staff)
    assert EmailAddress.objects.get(user=made).verified
    assert Client().get(link[1]).status_code == 404, "a link works once"
    text = client.get("/admin/accounts/").content.decode()
    assert "Noor Bakker" in text


@pytest.mark.parametrize(
    "state", ["expired", "withdrawn", "used", "renewed", "inviter left", "inviter demoted", "unknown"]
)
def test_a_link_that_does_not_work_says_one_thing(client: Client, beheerder: Gebruiker, state: str) -> None:
    row, token = invited(beheerder)
    if state == "expired":
        Uitnodiging.objects.update(verloopt_op=timezone.now() - datetime.timedelta(seconds=1))
    elif state == "withdrawn":
        services.withdraw(row, by=beheerder)
    elif state == "used":
        services.accept_as_new(token, password=NEW, first_name="A", last_name="B")
    elif state == "renewed":
        services.renew(row, by=beheerder)
    elif state == "inviter left":
        services.end_account(beheerder, by=GebruikerFactory(is_superuser=True))
    elif state == "inviter demoted":
        beheerder.groups.clear()
    else:
        token = "bestaat-niet"
    for answer in (client.get(address(token)), accept(client, token)):
        assert answer.status_code == 404
        text = answer.content.decode()
        assert "Deze link werkt niet" in text
        assert ADDRESS.lower() not in text
        assert "no-store" in answer.headers["Cache-Control"]
    assert Gebruiker.objects.filter(email=ADDRESS.lower()).count() == (state == "used")


def test_an_invitation_lasts_two_weeks_and_keeps_no_token(beheerder: Gebruiker) -> None:
    row, token = invited(beheerder)
    assert datetime.timedelta(days=13.9) < row.verloopt_op - timezone.now() <= datetime.timedelta(days=14)
    assert token not in {str(value) for value in Uitnodiging.objects.values_list().get()}


def test_an_existing_account_gets_the_role_after_it_says_yes(client: Client, beheerder: Gebruiker) -> None:
    person = GebruikerFactory(email="nieuw@gemeente.test", groups=["Ketenpartners"])
    _, token = invited(beheerder, "Redacteuren")
    page = client.get(address(token)).content.decode()
    assert "Er is al een account" in page
    assert 'name="password1"' not in page
    accept(client, token)
    assert Gebruiker.objects.filter(email__iexact=ADDRESS).count() == 1
    other = Client()
    other.force_login(GebruikerFactory(groups=["Ketenpartners"]))
    assert "Dat is een ander account" in other.post(address(token)).content.decode()
    assert not person.groups.filter(name="Redacteuren").exists()
    client.force_login(person)
    assert "Uitnodiging aannemen" in client.get(address(token)).content.decode()
    assert not person.groups.filter(name="Redacteuren").exists(), "looking is not accepting"
    assert "U bent nu ook redacteur" in client.post(address(token), follow=True).content.decode()
    assert set(person.groups.values_list("name", flat=True)) == {"Ketenpartners", "Redacteuren"}


def test_nobody_raises_themselves(client: Client, beheerder: Gebruiker) -> None:
    with pytest.raises(ValidationError):
        invited(beheerder, "Redacteuren", beheerder.email.upper())
    second = "tweede@voorbeeld.test"
    _, token = invited(beheerder, "Redacteuren", second)
    # Afterwards it becomes their own address, confirmed and all.
    EmailAddress.objects.create(user=beheerder, email=second, verified=True)
    client.force_login(beheerder)
    assert client.post(address(token)).status_code == 404
    assert not beheerder.groups.filter(name="Redacteuren").exists()
    client.post(f"/admin/accounts/{beheerder.pk}/sluiten/")
    beheerder.refresh_from_db()
    assert beheerder.is_active


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ({"password2": "iets anders dan dat"}, "niet gelijk"),
        ({"password1": "kort", "password2": "kort"}, "12"),
        ({"password1": "nieuw@gemeente.test", "password2": "nieuw@gemeente.test"}, "lijkt"),
        ({"first_name": ""}, "verplicht"),
        ({"last_name": "x" * 151}, "150"),
        ({"first_name": "a\x00b"}, "Null"),
    ],
)
def test_bad_input_gets_a_sentence_and_makes_nothing(
    client: Client, beheerder: Gebruiker, data: dict[str, str], says: str
) -> None:
    _, token = invited(beheerder)
    answer = accept(client, token, **data)
    assert answer.status_code == 200
    assert says in re.sub(r"<input[^>]*>", "", answer.content.decode())
    assert not Gebruiker.objects.filter(email=ADDRESS.lower()).exists()
    assert accept(client, token).status_code == 302


def test_the_same_invitation_is_not_made_twice(client: Client, beheerder: Gebruiker) -> None:
    invited(beheerder)
    client.force_login(beheerder)
    answer = client.post("/admin/accounts/uitnodigen/", {"email": ADDRESS, "groep": "Ketenpartners"})
    assert "heeft deze uitnodiging al" in answer.content.decode()
    assert Uitnodiging.objects.count() == 1


def test_trying_links_is_limited(client: Client) -> None:
    codes = [accept(client, f"gok-{number}").status_code for number in range(25)]
    assert codes[:20] == [404] * 20
    assert set(codes[20:]) == {429}


def test_a_closed_account_is_not_invited_back(beheerder: Gebruiker) -> None:
    GebruikerFactory(email=ADDRESS.lower(), is_active=False)
    with pytest.raises(ValidationError):
        invited(beheerder)
