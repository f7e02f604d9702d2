/* Follows long work: asks for the page again until the work has ended, then shows the whole page anew.

   <section data-again="3">…</section>: every 3 seconds its content is put in the place of the old one; when the page no
   longer has it, the work is over. Without the script a link in it looks again. (A timed refresh would throw away what
   a person reads or has in focus, and screen readers would begin the page anew each time.) */

export class Again {
  constructor(place) {
    this.place = place;
    this.every = Number(place.dataset.again) * 1000;
  }

  start() {
    for (const link of this.place.querySelectorAll("[data-again-link]")) link.hidden = true;
    setTimeout(() => this.ask(), this.every);
  }

  async ask() {
    try {
      const answer = await fetch(location.href, { redirect: "manual" });
      if (!answer.ok) return location.reload(); // signed out meanwhile: the page says so
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const piece = page.querySelector("[data-again]");
      if (!piece) return location.reload();
      for (const [old, fresh] of this.pairs(piece)) if (old.textContent !== fresh.textContent) old.replaceChildren(...fresh.childNodes);
    } catch {
      // No connection: tried again.
    }
    setTimeout(() => this.ask(), this.every);
  }

  // The words alone are changed, inside what is announced, so that a screen reader hears how far it is.
  pairs(piece) {
    const fresh = [...piece.querySelectorAll("[role=status]")];
    return [...this.place.querySelectorAll("[role=status]")].map((old, index) => [old, fresh[index] || old]);
  }
}
