/* Suggestions while typing: a combobox on every search box that says where suggestions are. The form works without. */
(() => {
  const WAIT = 150;
  let serial = 0;

  for (const input of document.querySelectorAll("input[data-suggesties]")) {
    const list = document.createElement("ul");
    list.id = `suggesties-${++serial}`;
    list.className = "suggesties";
    list.hidden = true;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", "Suggesties");
    input.after(list);
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-controls", list.id);
    input.setAttribute("aria-expanded", "false");
    const status = document.querySelector("#melding-status");
    let active = -1;
    let timer = 0;
    let request = null;
    let typed = input.value;

    const close = () => {
      clearTimeout(timer);
      request?.abort();
      list.hidden = true;
      active = -1;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    };

    const choose = (option) => {
      close();
      if (option.dataset.url) {
        location.assign(option.dataset.url);
      } else {
        input.value = option.dataset.tekst;
        input.form.requestSubmit();
      }
    };

    const mark = (index) => {
      const options = [...list.children];
      active = index;
      options.forEach((option, place) => option.setAttribute("aria-selected", String(place === index)));
      const current = options[index];
      if (current) {
        input.setAttribute("aria-activedescendant", current.id);
        input.value = current.dataset.tekst;
        current.scrollIntoView({ block: "nearest" });
      } else {
        input.removeAttribute("aria-activedescendant");
        input.value = typed;
      }
    };

    const show = (found) => {
      list.replaceChildren(...found.map((one, index) => {
        const option = document.createElement("li");
        option.id = `${list.id}-${index}`;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        option.dataset.tekst = one.tekst;
        option.dataset.url = one.url;
        option.textContent = one.tekst;
        if (one.soort) {
          const kind = document.createElement("span");
          kind.className = "suggestie-soort";
          kind.textContent = one.soort;
          option.append(kind);
        }
        return option;
      }));
      list.hidden = found.length === 0;
      active = -1;
      input.setAttribute("aria-expanded", String(found.length > 0));
      if (status) status.textContent = found.length ? `${found.length} suggesties. Kies met de pijltjes.` : "";
    };

    const ask = async () => {
      request?.abort();
      request = new AbortController();
      try {
        const address = `${input.dataset.suggesties}?q=${encodeURIComponent(typed)}`;
        const response = await fetch(address, { signal: request.signal, headers: { Accept: "application/json" } });
        if (response.ok) show((await response.json()).suggesties);
      } catch {
        close();
      }
    };

    input.addEventListener("input", () => {
      typed = input.value;
      clearTimeout(timer);
      if (typed.trim().length < 2) close();
      else timer = setTimeout(ask, WAIT);
    });

    input.addEventListener("keydown", (event) => {
      const count = list.children.length;
      if (event.key === "Escape" && !list.hidden) {
        event.preventDefault();
        mark(-1);
        close();
      } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        if (list.hidden || !count) return;
        event.preventDefault();
        const step = event.key === "ArrowDown" ? 1 : -1;
        const next = active + step;
        mark(next >= count ? -1 : next < -1 ? count - 1 : next);
      } else if (event.key === "Enter" && active >= 0 && !list.hidden) {
        event.preventDefault();
        choose(list.children[active]);
      }
    });
    list.addEventListener("pointerdown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) choose(option);
    });
    input.addEventListener("blur", close);
  }
})();
