/* Saves a form while somebody types in it.

   The form:    <form method="post" data-autosave-url="/…/" …>  (core.forms.PortalForm writes it when the page says so)
   The state:   components/save_state.html somewhere on the page: [data-save-state] holding one [data-state] per state.
   The server:  POST of the form's own fields with the header X-Autosave: 1; it answers JSON
                  {"state": "saved", "at": "10:04", "version": 5}
                  {"state": "conflict", "at": "10:02", "by": "Kit Ashdown", "version": 6}
                  {"state": "invalid", "message": "…"}            (kept in the page; sent again after the next change)
                core.views.AutosaveFormPage speaks it.

   It saves when the person leaves a field, every 10 seconds while they type, and when they leave the page; what could
   not be sent is tried again every 10 seconds. After a conflict it stops: the next press of a button shows both texts. */

const EVERY = 10_000;

export class Autosave {
  constructor(form) {
    this.form = form;
    this.url = form.dataset.autosaveUrl;
    this.states = document.querySelectorAll("[data-save-state] [data-state]");
    this.timer = 0;
    this.change = 0; // counts edits, so that an edit made during a save is not taken for saved
    this.saved = 0;
    this.running = null;
    this.waiting = false; // a button was pressed while a save was on its way
    this.stopped = false;
    this.lastSavedAt = "";
  }

  start() {
    this.form.addEventListener("input", () => this.edited());
    this.form.addEventListener("change", () => this.edited());
    this.form.addEventListener("focusout", () => this.save());
    this.form.addEventListener("submit", (event) => this.submitting(event));
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") this.save({ keepalive: true });
    });
  }

  get dirty() {
    return this.change > this.saved;
  }

  edited() {
    this.change += 1;
    this.later();
  }

  later() {
    if (!this.timer && !this.stopped) {
      this.timer = setTimeout(() => {
        this.timer = 0;
        this.save();
      }, EVERY);
    }
  }

  save(options = {}) {
    if (!this.dirty || this.stopped || this.running) return this.running;
    clearTimeout(this.timer);
    this.timer = 0;
    const slow = setTimeout(() => this.show("saving"), 1000);
    this.running = this.send(options).finally(() => {
      clearTimeout(slow);
      this.running = null;
      if (this.dirty) this.later();
    });
    return this.running;
  }

  async send({ keepalive = false }) {
    const change = this.change;
    let answer;
    try {
      const response = await fetch(this.url, {
        method: "POST",
        body: new FormData(this.form),
        headers: { "X-Autosave": "1", Accept: "application/json" },
        credentials: "same-origin",
        redirect: "manual",
        keepalive,
      });
      if (response.type === "opaqueredirect" || response.status === 401 || response.status === 403) {
        return this.show("signed-out");
      }
      answer = await response.json();
    } catch {
      return this.show("unsaved");
    }
    if (answer.state === "saved") {
      this.saved = change;
      this.lastSavedAt = answer.at;
      this.setVersion(answer.version);
      this.show("saved", answer);
    } else if (answer.state === "conflict") {
      this.stopped = true;
      this.show("conflict", answer);
    } else if (answer.state === "invalid") {
      this.saved = change; // the server has seen this and cannot keep it: wait for the next change
      this.show("invalid", answer);
    } else {
      this.show("unsaved");
    }
  }

  setVersion(version) {
    const field = this.form.querySelector("[data-version]");
    if (field && version !== undefined) field.value = version;
  }

  // A save on its way would make the version being posted an old one, and the person would be told that somebody
  // else changed it. So the post waits for it.
  submitting(event) {
    clearTimeout(this.timer);
    this.timer = 0;
    if (!this.running) {
      this.stopped = true;
      return;
    }
    event.preventDefault();
    if (this.waiting) return;
    this.waiting = true;
    const button = event.submitter;
    this.running.finally(() => {
      this.stopped = true;
      this.form.requestSubmit(button);
    });
  }

  show(state, { at = this.lastSavedAt, by = "", message = "" } = {}) {
    for (const line of this.states) {
      const on = line.dataset.state === state;
      if (on) {
        for (const [name, text] of Object.entries({ at, by, message })) {
          for (const place of line.querySelectorAll(`[data-${name}]`)) {
            if (place.textContent !== text) place.textContent = text;
            for (const around of line.querySelectorAll(`[data-with-${name}]`)) around.hidden = !text;
          }
        }
      }
      if (line.hidden === on) line.hidden = !on;
    }
  }
}
