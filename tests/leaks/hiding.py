"""Hides the open world, each state by the door that an editor, or the clock, would use."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Group
from wagtail.models import GroupApprovalTask, Page, Workflow, WorkflowTask

from portal.models import Pagina, Portaalinstellingen
from portal.setup import closed_collection
from portal.visibility import REDACTEUREN
from tests.factories.records import GebruikerFactory, close

from .readers import NETWORK_A
from .states import PUBLIC, token
from .texts import fill, secret, secrets, text_fields
from .world import PAGE_MODELS, World, name_of


def hide(world: World) -> None:
    """Everything, in the transaction of whoever calls it; nothing is delivered before that commits."""
    _pages(world)
    _texts(world)
    _records(world)
    for use, group in (("besloten", None), ("groep", NETWORK_A)):
        close(world.kept[f"houder {use}"], **({"group": group} if group else {}))
    moved = world.kept["verhuisd"]
    moved.collection = closed_collection()
    moved.save()
    _slug(world.kept["slug"])
    _send_back(world)
    close(world.kept["vol"])
    close(world.kept["samengevoegd"])


def _pages(world: World) -> None:
    for page in world.of_state("vanafgehaald"):
        page.unpublish()
    # Invented, on a site whose editors keep such records off it.
    Portaalinstellingen.objects.update(toon_voorbeelden=False)
    for page in world.of_state("verzonnen"):
        fresh = type(page).objects.get(pk=page.pk)
        fresh.is_voorbeeld = True
        fresh.save_revision().publish()
    for page in world.of_state("besloten"):
        close(page)
    for page in world.of_state("groep"):
        close(page, NETWORK_A)
    close(world.kept["dicht"])
    close(world.kept["af"])
    for page in world.of_state("verplaatst"):
        fresh = type(page).objects.get(pk=page.pk)
        fresh.move(Page.objects.get(pk=world.kept["af"].pk), pos="last-child")
    for page in world.of_state("verwijderd"):
        type(page).objects.get(pk=page.pk).delete()


def _texts(world: World) -> None:
    for model in PAGE_MODELS:
        name = name_of(model)
        # A draft over what everybody reads.
        draft = model.objects.get(pk=world.open[name].pk)
        for field, value in secrets(model, "overlive").items():
            if field != "slug":
                setattr(draft, field, value)
        draft.save_revision()
        for state in ("zin", "kader"):
            if (name, state) not in world.hidden:
                continue
            page = model.objects.get(pk=world.hidden[name, state].pk)
            for written in text_fields(model):
                if written.name != "slug":
                    setattr(page, written.name, _nothing(written))
            page.title = f"Open {PUBLIC} {state}"
            if state == "kader":
                block = Pagina.inhoud.field.stream_block.child_blocks["ketenpartners"]
                page.inhoud = [("ketenpartners", fill(block, "kader"))]
            page.save_revision().publish()


def _nothing(field: Any) -> Any:
    return [] if hasattr(field, "stream_block") else ""


def _records(world: World) -> None:
    for kind in ("toepassing", "aanbeveling"):
        row = world.kept[f"{kind} rijingetrokken"]
        type(row).objects.get(pk=row.pk).unpublish()
        gone = world.kept[f"{kind} rijverwijderd"]
        type(gone).objects.get(pk=gone.pk).delete()


def _slug(page: Any) -> None:
    """The address changes after the page was closed: the old one leads to the new one."""
    close(page)
    page = type(page).objects.get(pk=page.pk)
    page.slug = f"nieuw-{token('slug')}"
    page.save_revision().publish()


def _send_back(world: World) -> None:
    """A draft of a live page went through the workflow, and was rejected with a comment."""
    editor = GebruikerFactory(groups=[REDACTEUREN])
    task = GroupApprovalTask.objects.create(name="Lezen")
    task.groups.set(Group.objects.filter(name=REDACTEUREN))
    workflow = Workflow.objects.create(name="Meelezen")
    WorkflowTask.objects.create(workflow=workflow, task=task)
    page = type(world.kept["afgewezen"]).objects.get(pk=world.kept["afgewezen"].pk)
    page.title = page.samenvatting = secret("afgewezen")
    page.save_revision()
    state = workflow.start(page, editor)
    state.current_task_state.reject(user=editor, comment=secret("afgewezen"))
