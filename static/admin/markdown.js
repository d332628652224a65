// A preview below each Markdown text in the editor. Blocks come and go, so new ones are found by watching the form.
(() => {
  const SELECTOR = "textarea.markdown-editor[data-markdown-preview]";
  let count = 0;

  const token = () => document.querySelector("input[name=csrfmiddlewaretoken]")?.value ?? "";

  const show = async (area, output) => {
    output.hidden = false;
    output.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(area.dataset.markdownPreview, {
        method: "POST",
        headers: { "X-CSRFToken": token() },
        body: new URLSearchParams({ tekst: area.value }),
      });
      if (!answer.ok) throw new Error(answer.status);
      // Cleaned on the server, by the code that also makes the page.
      output.innerHTML = (await answer.text()) || "<p>Er staat nog geen tekst.</p>";
    } catch {
      output.textContent = "Het voorbeeld kon niet worden gemaakt. Probeer het opnieuw.";
    }
    output.removeAttribute("aria-busy");
  };

  const enhance = (area) => {
    if (area.dataset.markdownReady) return;
    area.dataset.markdownReady = "true";
    const output = document.createElement("div");
    output.id = `markdown-voorbeeld-${(count += 1)}`;
    output.className = "markdown-voorbeeld";
    output.setAttribute("role", "region");
    output.setAttribute("aria-label", "Voorbeeld van de Markdown-tekst");
    output.setAttribute("aria-live", "polite");
    output.hidden = true;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button-small button-secondary markdown-knop";
    button.textContent = "Toon voorbeeld";
    button.setAttribute("aria-controls", output.id);
    button.setAttribute("aria-expanded", "false");
    button.addEventListener("click", () => {
      const open = output.hidden;
      button.textContent = open ? "Verberg voorbeeld" : "Toon voorbeeld";
      button.setAttribute("aria-expanded", String(open));
      if (open) show(area, output);
      else output.hidden = true;
    });
    let waiting;
    area.addEventListener("input", () => {
      clearTimeout(waiting);
      if (!output.hidden) waiting = setTimeout(() => show(area, output), 600);
    });
    area.after(button, output);
  };

  const scan = () => document.querySelectorAll(SELECTOR).forEach(enhance);
  const start = () => {
    scan();
    new MutationObserver(scan).observe(document.body, { childList: true, subtree: true });
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
