// Below a title that asks for it: records that look like it, while an editor types. Saving works without.
(() => {
  const WAIT = 500;
  const SHORTEST = 8;

  const item = (row) => {
    const link = document.createElement("a");
    link.href = row.url;
    link.target = "_blank";
    link.rel = "noreferrer";
    link.textContent = row.titel;
    const line = document.createElement("li");
    line.append(link, ` (${row.status}, opent in een nieuw tabblad)`);
    return line;
  };

  const enhance = (input) => {
    const place = document.createElement("div");
    place.className = "lijkt-op";
    // Only the sentence is read out while somebody types; the links are reached with the Tab key.
    const status = document.createElement("p");
    status.setAttribute("role", "status");
    status.setAttribute("aria-live", "polite");
    const list = document.createElement("ul");
    list.hidden = true;
    place.append(status, list);
    (input.closest("[data-field]") ?? input.parentElement).append(place);

    let waiting;
    let asked;
    const show = (answer) => {
      place.classList.toggle("lijkt-op--gevonden", answer.gevonden.length > 0);
      if (status.textContent !== answer.melding) status.textContent = answer.melding;
      list.replaceChildren(...answer.gevonden.map(item));
      list.hidden = !answer.gevonden.length;
    };
    const ask = async () => {
      asked?.abort();
      if (input.value.trim().length < SHORTEST) return show({ melding: "", gevonden: [] });
      asked = new AbortController();
      const url = new URL(input.dataset.lijktOp, location.href);
      url.searchParams.set("titel", input.value.slice(0, 255));
      // A new page gets its key while one types, from the first draft that is saved by itself.
      const self = location.pathname.match(/\/pages\/(\d+)\/edit\//);
      if (self) url.searchParams.set("behalve", self[1]);
      try {
        const answer = await fetch(url, { signal: asked.signal, headers: { Accept: "application/json" } });
        if (answer.ok) show(await answer.json());
      } catch {
        // Typed on, or no connection: the warning after saving says the same.
      }
    };
    input.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(ask, WAIT);
    });
  };

  const start = () => document.querySelectorAll("input[data-lijkt-op], textarea[data-lijkt-op]").forEach(enhance);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
