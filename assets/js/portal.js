// Everything works without this file. It adds what only a script can: show password, focus on the error summary,
// characters left, printing, and saving while somebody types.
import { createAll } from "govuk-frontend/dist/govuk/init.mjs";
import { Button } from "govuk-frontend/dist/govuk/components/button/button.mjs";
import { CharacterCount } from "govuk-frontend/dist/govuk/components/character-count/character-count.mjs";
import { ErrorSummary } from "govuk-frontend/dist/govuk/components/error-summary/error-summary.mjs";
import { ExitThisPage } from "govuk-frontend/dist/govuk/components/exit-this-page/exit-this-page.mjs";
import { NotificationBanner } from "govuk-frontend/dist/govuk/components/notification-banner/notification-banner.mjs";
import { PasswordInput } from "govuk-frontend/dist/govuk/components/password-input/password-input.mjs";
import { SkipLink } from "govuk-frontend/dist/govuk/components/skip-link/skip-link.mjs";
import { Autosave } from "./autosave.js";
import { Again } from "./again.js";
import { Live } from "./live.js";
import { Idle } from "./idle.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");

for (const Component of [
  Button,
  CharacterCount,
  ErrorSummary,
  ExitThisPage,
  NotificationBanner,
  PasswordInput,
  SkipLink,
]) {
  createAll(Component);
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

for (const form of document.querySelectorAll("form[data-autosave-url]")) {
  new Autosave(form).start();
}

for (const place of document.querySelectorAll("form [data-live-url]")) {
  new Live(place).start();
}

for (const place of document.querySelectorAll("[data-idle]")) {
  new Idle(place).start();
}

for (const place of document.querySelectorAll("[data-again]")) {
  new Again(place).start();
}
