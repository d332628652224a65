"""Indicators: measured again and again, so a baseline with its later measurements."""

from wagtail import blocks

from portal.datum_fields import DatumBlock


class MetingBlock(blocks.StructBlock):
    datum = DatumBlock(label="datum")
    waarde = blocks.DecimalBlock(label="waarde")
    toelichting = blocks.CharBlock(label="toelichting", required=False, max_length=200)

    class Meta:
        icon = "date"
        label = "Meting"


class IndicatorBlock(blocks.StructBlock):
    naam = blocks.CharBlock(label="wat meet u?", max_length=120)
    eenheid = blocks.CharBlock(label="eenheid", required=False, max_length=40)
    streefrichting = blocks.ChoiceBlock(
        choices=[("hoger", "hoger is beter"), ("lager", "lager is beter")], default="hoger", label="richting"
    )
    metingen = blocks.ListBlock(MetingBlock(), label="metingen", help_text="De eerste is de nulmeting.")

    class Meta:
        icon = "order-up"
        label = "Indicator"
