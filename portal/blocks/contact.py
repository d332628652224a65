"""Whom to call."""

from wagtail import blocks


class ContactBlock(blocks.StructBlock):
    organisatie = blocks.PageChooserBlock(page_type="portal.Organisatie", label="organisatie", required=False)
    functie = blocks.CharBlock(
        label="functie of team", max_length=160, help_text="Noem een functie, geen naam: mensen wisselen."
    )
    telefoon = blocks.CharBlock(label="telefoon", required=False, max_length=40)
    email = blocks.EmailBlock(label="e-mailadres", required=False)
    toelichting = blocks.TextBlock(label="toelichting", required=False, max_length=400)

    class Meta:
        icon = "user"
        label = "Contactkaart"
        template = "blocks/contact.html"
