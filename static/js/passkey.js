// When the browser made or used no passkey (no device, cancelled, an address without a name), say so.
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const place = document.querySelector("main h1").closest("header");
  let note = document.getElementById("passkey-melding");
  if (!note) {
    note = document.createElement("p");
    note.id = "passkey-melding";
    note.className = "melding melding-fout";
    note.setAttribute("role", "alert");
    place.after(note);
  }
  note.textContent = "Het lukte niet met de passkey. Probeer het opnieuw, of gebruik de app op uw telefoon.";
});
