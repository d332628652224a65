"""Ways to another page, here or elsewhere."""

from django.core.exceptions import ValidationError
from wagtail import blocks


class LinkBlock(blocks.StructBlock):
    titel = blocks.CharBlock(label="titel", required=False, max_length=160)
    pagina = blocks.PageChooserBlock(label="pagina op deze site", required=False)
    url = blocks.URLBlock(label="adres op een andere site", required=False)
    toelichting = blocks.CharBlock(label="toelichting", required=False, max_length=300)

    class Meta:
        icon = "link"
        label = "Link"

    def clean(self, value: blocks.StructValue) -> blocks.StructValue:
        cleaned = super().clean(value)
        if bool(cleaned["pagina"]) == bool(cleaned["url"]):
            raise blocks.StructBlockValidationError(
                block_errors={"url": ValidationError("Kies een pagina of vul een adres in (een van beide).")}
            )
        if cleaned["url"] and not cleaned["titel"]:
            raise blocks.StructBlockValidationError(
                block_errors={"titel": ValidationError("Geef een titel bij een adres op een andere site.")}
            )
        return cleaned


class LinksBlock(blocks.StructBlock):
    titel = blocks.CharBlock(label="kop boven de links", required=False, max_length=120)
    links = blocks.ListBlock(LinkBlock(), label="links")

    class Meta:
        icon = "list-ul"
        label = "Links"
        template = "blocks/links.html"
