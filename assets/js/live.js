/* Keeps a piece of the page in step with the answers around it, before they are saved.

   <div data-live-url="/…/" data-live-fields="at_review ways" aria-live="polite">…</div> inside the form. When one of the
   named fields changes, the piece is asked for again with what they hold now (GET) and put in the place of the old one.
   Without the script, or without a connection, the piece stays as the server drew it and is right again after a save. */

export class Live {
  constructor(place) {
    this.place = place;
    this.form = place.closest("form");
    this.fields = place.dataset.liveFields.split(" ");
    this.asked = 0;
  }

  start() {
    this.form.addEventListener("change", (event) => {
      if (this.fields.includes(event.target.name)) this.ask();
    });
  }

  async ask() {
    this.asked += 1;
    const mine = this.asked;
    const query = new URLSearchParams();
    for (const [name, value] of new FormData(this.form)) {
      if (this.fields.includes(name)) query.append(name, value);
    }
    try {
      const answer = await fetch(`${this.place.dataset.liveUrl}?${query}`, { redirect: "manual" });
      if (!answer.ok || mine !== this.asked) return; // a later answer is on its way
      const text = await answer.text();
      const piece = new DOMParser().parseFromString(text, "text/html").body;
      this.place.replaceChildren(...piece.childNodes);
    } catch {
      // No connection: the piece stays as it is.
    }
  }
}
