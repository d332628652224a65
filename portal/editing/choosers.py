"""Choosers that can create: an editor who misses a record makes it there, and goes on with what was being written."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms.models import modelform_factory
from django.utils.functional import cached_property
from django.utils.text import slugify
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import chooser as views
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.log_actions import log
from wagtail.snippets.views import chooser as snippet_views

from ..models import Begrip, Gemeente, Organisatie, Pagina


class WordsFilterForm(BaseFilterForm):
    """Rows whose `field` holds every word that was typed, in any order: what the database itself can find."""

    field = "title"
    q = forms.CharField(label="Zoekterm", required=False, widget=forms.TextInput(attrs={"placeholder": "Zoeken"}))

    def filter(self, objects: Any) -> Any:
        self.search_query = self.cleaned_data.get("q")
        self.is_searching = bool(self.search_query)
        for word in (self.search_query or "").split()[:10]:
            objects = objects.filter(**{f"{self.field}__icontains": word})
        return super().filter(objects)


class NaamFilterForm(WordsFilterForm):
    field = "naam"


class TermFilterForm(WordsFilterForm):
    field = "term"


def section_of(model: Any) -> Any:
    """The section that lists this page type, where a new one belongs; None when there is none."""
    for parent in model.allowed_parent_page_models():
        if any(field.name == "toont" for field in parent._meta.get_fields()):
            found = parent.objects.filter(toont=model._meta.model_name).order_by("path").first()
            if found is not None:
                return found
    return None


class InSection(views.CreationFormMixin):
    """Creates a draft in the section of its type, for who may add pages there."""

    @cached_property
    def section(self) -> Any:
        return section_of(self.model_class)

    def get_creation_form_class(self) -> Any:
        return modelform_factory(
            self.model_class,
            fields=self.form_fields,
            widgets={"samenvatting": forms.Textarea(attrs={"rows": 3})},
            help_texts={"title": ""},
        )

    def can_create(self) -> bool:
        request: Any = self.request
        return self.section is not None and self.section.permissions_for_user(request.user).can_add_subpage()


class RecordList:
    """What a chooser of pages lists: all but what was merged into another, the latest changed first."""

    filter_form_class = WordsFilterForm

    def get_object_list(self) -> Any:
        """Records with the newest edit first; what was merged into another is left out."""
        model: Any = self.model_class  # type: ignore[attr-defined]
        pages = model.objects.defer_streamfields().order_by("-latest_revision_created_at", "pk")
        names = {field.name for field in model._meta.get_fields()}
        return pages.filter(samengevoegd_met=None) if "samengevoegd_met" in names else pages

    @property
    def columns(self) -> list[Column]:
        status = Column("live", label="Publicatie", accessor=lambda page: "gepubliceerd" if page.live else "concept")
        return [*super().columns, status]  # type: ignore[misc]


class ChoosePageView(RecordList, views.ChooseViewMixin, InSection, views.BaseChooseView):
    pass


class ChoosePageResultsView(RecordList, views.ChooseResultsViewMixin, InSection, views.BaseChooseView):
    pass


class CreatePageView(views.CreateViewMixin, InSection, views.ChosenResponseMixin, views.View):
    """Saves a draft: the rest of the page is written later, on its own screen."""

    def save_form(self, form: Any) -> Any:
        user = self.request.user
        page = form.save(commit=False)
        page.live = False
        page.has_unpublished_changes = True
        page.owner = user
        self.section.add_child(instance=page)
        log(instance=page, action="wagtail.create", user=user, content_changed=True)
        page.save_revision(user=user, log_action=True)
        return page


class PageChooserViewSet(ChooserViewSet):
    """A chooser for one page type that can make a draft of it. Subclasses name the model and the form's fields."""

    form_fields: tuple[str, ...] = ("title", "samenvatting")
    choose_view_class: Any = ChoosePageView
    choose_results_view_class: Any = ChoosePageResultsView
    create_view_class: Any = CreatePageView
    search_tab_label = "Zoeken"
    create_action_label = "Maak concept"
    creation_tab_label = "Nieuw"
    per_page = 15


class OrganisatieChooserViewSet(PageChooserViewSet):
    model = Organisatie
    icon = "group"
    choose_one_text = "Kies een organisatie"
    choose_another_text = "Kies een andere"
    edit_item_text = "Bewerk deze organisatie"
    form_fields = ("title", "organisatiesoort", "samenvatting")
    register_widget = False


class WithoutCreation:
    """A list to choose from only."""

    def can_create(self) -> bool:
        return False


class GuidanceList(WithoutCreation, RecordList):
    """Handreikingen and hulpmiddelen: what a solution rests on."""

    def get_object_list(self) -> Any:
        """Only the two types that advise what to do."""
        return super().get_object_list().of_soort("handreiking", "hulpmiddel")

    @property
    def columns(self) -> list[Column]:
        return [*super().columns, Column("soort_naam", label="Soort")]


class GuidanceChooserViewSet(PageChooserViewSet):
    model = Pagina
    icon = "doc-full"
    choose_one_text = "Kies een handreiking of hulpmiddel"
    choose_view_class = type("ChooseGuidanceView", (GuidanceList, ChoosePageView), {})
    choose_results_view_class = type("ChooseGuidanceResultsView", (GuidanceList, ChoosePageResultsView), {})
    create_view_class = type("NoCreateView", (WithoutCreation, CreatePageView), {})
    register_widget = False


guidance_chooser = GuidanceChooserViewSet("kies_handreiking", url_prefix="kies/handreiking")
organisatie_chooser = OrganisatieChooserViewSet("kies_organisatie", url_prefix="kies/organisatie")


class _SluggedForm(forms.ModelForm[Begrip | Gemeente]):
    """Takes the slug from a name: who makes a record in passing should not have to think of an address."""

    name_field = ""

    def _post_clean(self) -> None:
        model: Any = self._meta.model
        slug = base = slugify(self.cleaned_data.get(self.name_field, ""))[:70]
        number = 2
        while base and model.objects.filter(slug=slug).exists():
            slug, number = f"{base}-{number}", number + 1
        self.instance.slug = slug
        super()._post_clean()  # type: ignore[misc]


class GemeenteForm(_SluggedForm):
    name_field = "naam"

    class Meta:
        model = Gemeente
        fields = ("naam", "provincie", "politieregio", "is_voorbeeld")


class BegripForm(_SluggedForm):
    name_field = "term"

    class Meta:
        model = Begrip
        fields = ("schema", "term", "definitie", "bron")


class _ActiveTerms:
    """The terms that may still be chosen, each with its schema."""

    filter_form_class = TermFilterForm

    def get_object_list(self) -> Any:
        return Begrip.objects.active()

    @property
    def columns(self) -> list[Column]:
        return [*super().columns, Column("schema", label="Schema", accessor="get_schema_display")]  # type: ignore[misc]


class _ByName:
    filter_form_class = NaamFilterForm


class CreatingSnippetChooserViewSet(snippet_views.SnippetChooserViewSet):
    """A snippet's chooser that finds words with the database, and has a form for what is missing."""

    page_title = "Kies"
    search_tab_label = "Zoeken"
    create_action_label = "Toevoegen"
    creation_tab_label = "Nieuw"


class BegripChooserViewSet(CreatingSnippetChooserViewSet):
    creation_form_class = BegripForm
    choose_view_class = type("ChooseView", (_ActiveTerms, snippet_views.ChooseView), {})
    choose_results_view_class = type("ResultsView", (_ActiveTerms, snippet_views.ChooseResultsView), {})


class GemeenteChooserViewSet(CreatingSnippetChooserViewSet):
    creation_form_class = GemeenteForm
    choose_view_class = type("ChooseView", (_ByName, snippet_views.ChooseView), {})
    choose_results_view_class = type("ResultsView", (_ByName, snippet_views.ChooseResultsView), {})
