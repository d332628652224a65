// Opens a chooser for a list of boxes to tick, and ticks what was chosen: adds a box for what is not in the list yet.
(() => {
  const enhance = (root) => {
    const definition = root.querySelector("script[type='application/json']").textContent;
    const chooser = window.telepath.unpack(JSON.parse(definition));
    const list = root.querySelector("[id]");
    const message = root.querySelector("[data-kiezer-melding]");
    const name = root.dataset.kiezerNaam;

    const tick = (chosen) => {
      const known = [...root.querySelectorAll("input[type=checkbox]")].find((box) => box.value === chosen.id);
      if (known) {
        known.checked = true;
        return known;
      }
      const box = document.createElement("input");
      box.type = "checkbox";
      box.name = name;
      box.value = chosen.id;
      box.checked = true;
      const label = document.createElement("label");
      label.append(box, ` ${chosen.title ?? chosen.string}`);
      const line = document.createElement("div");
      line.append(label);
      list.append(line);
      return box;
    };

    root.querySelector("[data-kiezer-knop]").addEventListener("click", () => {
      chooser.openModal(
        (chosen) => {
          const boxes = chosen.map(tick);
          // Tells the editing screen that there is something to save.
          boxes[0]?.dispatchEvent(new Event("change", { bubbles: true }));
          message.textContent = `Aangevinkt: ${chosen.map((one) => one.title ?? one.string).join(", ")}.`;
        },
        { multiple: true },
      );
    });
  };

  const start = () => document.querySelectorAll("[data-kiezer]").forEach(enhance);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
