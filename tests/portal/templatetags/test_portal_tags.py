"""The presentational tags escape what they are given and say nothing with an icon alone."""

import datetime
import json

import lucide
import pytest
from django.template import Context, Template

from portal.soorten import declared, icon_of
from portal.templatetags.portal_tags import datum, host, icon, json_ld, tel


def render(source: str, **context: object) -> str:
    return Template("{% load portal_tags %}" + source).render(Context(context))


def test_icon_is_hidden_from_screen_readers():
    assert 'aria-hidden="true"' in icon("search")


def test_icon_class_is_escaped():
    assert "<script>" not in icon("search", 20, '"><script>')


@pytest.mark.parametrize("name", sorted({soort.icon for soort in declared().values()}))
def test_icon_of_each_soort_exists(name):
    assert lucide._render_icon(name, 16)


def test_what_is_no_soort_has_the_icon_of_a_plain_page():
    assert icon_of("handreiking") != icon_of("niets") == icon_of("portaalinstellingen")


@pytest.mark.parametrize(
    ("style", "text"),
    [
        ("lang", "24 november 2026"),
        ("kort", "24 nov 2026"),
        ("maand", "november 2026"),
        ("onbekend", "24 november 2026"),
    ],
)
def test_datum_in_dutch(style, text):
    html = datum(datetime.date(2026, 11, 24), style)
    assert 'datetime="2026-11-24"' in html
    assert f">{text}<" in html


def test_datum_of_a_moment_is_local():
    moment = datetime.datetime(2026, 11, 24, 23, 30, tzinfo=datetime.UTC)
    assert ">25 november 2026, 00.30 uur<" in datum(moment, "tijd")


def test_no_datum_is_nothing():
    assert datum(None) == ""


def test_json_ld_cannot_leave_its_element():
    html = json_ld({"name": "</script><script>alert(1)</script>&"})
    body = html.removeprefix('<script type="application/ld+json">').removesuffix("</script>")
    assert "<" not in body
    assert json.loads(body) == {"name": "</script><script>alert(1)</script>&"}


def test_json_ld_takes_text_and_nothing():
    assert json_ld('{"a": "<b>"}') == '<script type="application/ld+json">{"a": "\\u003Cb\\u003E"}</script>'
    assert json_ld(None) == ""


def test_badge_escapes_its_label():
    html = render("{% badge kind label %}", kind="werkte", label="<b>werkte</b>")
    assert "&lt;b&gt;" in html
    assert "badge-goed" in html


@pytest.mark.parametrize(("number", "dialled"), [("070 - 123 45 67", "0701234567"), ("+31 (0)70 123", "+3170123")])
def test_tel(number, dialled):
    assert tel(number) == dialled


def test_host_is_what_a_reader_recognises():
    assert host("https://www.comensha.nl/contact?x=1") == "comensha.nl"
    assert host("comensha.nl") == "comensha.nl"
