/* Says 5 minutes before a sign-in ends for want of use that it will; any key or click then keeps it.

   <div data-idle="/accounts/session/" hidden>    templates/layouts/idle.html, on every page of somebody signed in
     <p data-idle-words role="alert"></p>, <p data-idle-ended>…</p>, <button data-idle-stay>…</button>
   </div>
   The server:  GET gives {"left": seconds} and makes it no longer; POST says that somebody is there and gives the same.

   Other tabs use the same sign-in, so the server is asked before anything is said. When it has ended, nothing on the page
   goes away: what was typed can still be sent, and the answer then holds it until the person has signed in again. */

const WARN = 5 * 60;
const LOOK = 30;

export class Idle {
  constructor(place) {
    this.place = place;
    this.url = place.dataset.idle;
    this.words = place.querySelector("[data-idle-words]");
    this.warned = false;
    this.sending = false;
  }

  start() {
    for (const kind of ["keydown", "click"]) {
      document.addEventListener(kind, () => this.warned && this.stay(), { capture: true });
    }
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.look());
    this.later(Number(this.place.dataset.idleLeft || 1800) - WARN);
  }

  later(seconds) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.look(), Math.max(1, seconds) * 1000);
  }

  async ask(options = {}) {
    const answer = await fetch(this.url, { redirect: "manual", cache: "no-store", ...options });
    return answer.ok ? (await answer.json()).left : 0;
  }

  async look() {
    try {
      this.heard(await this.ask());
    } catch {
      this.later(LOOK); // no connection: the server counts on
    }
  }

  async stay() {
    if (this.sending) return;
    this.sending = true;
    try {
      const body = new FormData();
      body.set("csrfmiddlewaretoken", this.place.querySelector("[name=csrfmiddlewaretoken]").value);
      this.heard(await this.ask({ method: "POST", body }));
    } catch {
      this.later(LOOK);
    }
    this.sending = false;
  }

  heard(left) {
    if (left > WARN) {
      this.show("");
      return this.later(left - WARN);
    }
    this.show(left > 0 ? "soon" : "ended", Math.max(1, Math.round(left / 60)));
    if (left > 0) this.later(Math.min(LOOK, left));
  }

  show(what, minutes = 0) {
    this.warned = what === "soon";
    this.place.hidden = what === "";
    this.place.querySelector("[data-idle-stay]").hidden = what !== "soon";
    const words = {
      "": "",
      soon: `You will be signed out in ${minutes === 1 ? "1 minute" : `${minutes} minutes`}. Press any key to stay.`,
      ended: "You have been signed out. What you typed is still here: save it, and you are asked to sign in again.",
    }[what];
    if (this.words.textContent !== words) this.words.textContent = words;
  }
}
