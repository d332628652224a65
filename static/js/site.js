/* Improves what already works without it. */
(() => {
  const root = document.documentElement;
  root.classList.add("js");
  const wide = window.matchMedia("(min-width: 62rem)");
  const menu = document.querySelector(".menu");

  // A browser that cannot show a closed <details> through CSS gets it opened on a wide screen.
  if (!CSS.supports("selector(::details-content)")) {
    const fit = () => {
      for (const details of document.querySelectorAll(".menu, .filters, .toc-vouw")) details.open = wide.matches;
    };
    fit();
    wide.addEventListener("change", fit);
  }

  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    if (event.key === "Escape" && menu?.open && !wide.matches) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      const box = [...document.querySelectorAll("input[type=search]")].find((input) => input.offsetParent);
      if (box) {
        event.preventDefault();
        box.focus();
        box.select();
      }
    }
  });

  const status = document.querySelector("#melding-status");
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-actie]");
    if (!button) return;
    if (button.dataset.actie === "afdrukken") window.print();
    if (button.dataset.actie === "kopieer") {
      try {
        await navigator.clipboard.writeText(button.dataset.tekst || location.href.split("#")[0]);
        if (status) status.textContent = "Gekopieerd.";
        const word = button.querySelector("span");
        if (word) word.textContent = "Gekopieerd";
      } catch {
        if (status) status.textContent = "Kopiëren lukte niet. Neem de link over uit de adresbalk.";
      }
    }
  });
})();
