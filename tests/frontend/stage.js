/* What the cards need of Home Assistant's frontend: ha-card, ha-icon, and a connection that a test answers. */

class Card extends HTMLElement {
  constructor() {
    super();
    const style = document.createElement("style");
    style.textContent = `:host { display: block; box-sizing: border-box; border: 1px solid var(--divider-color);
      border-radius: var(--ha-card-border-radius); background: var(--card-background-color); }`;
    this.attachShadow({ mode: "open" }).append(style, document.createElement("slot"));
  }
}
customElements.define("ha-card", Card);

class Icon extends HTMLElement {
  #icon = "";
  constructor() {
    super();
    this.attachShadow({ mode: "open" });
  }
  connectedCallback() {
    if (this.getAttribute("icon")) this.icon = this.getAttribute("icon");
  }
  set icon(icon) {
    if (icon === this.#icon) return;
    this.#icon = icon;
    void this.draw(icon);
  }
  async draw(icon) {
    const path = await (await fetch(`/icon/${icon.replace("mdi:", "")}`)).text();
    const size = "var(--mdc-icon-size, 24px)";
    const style = document.createElement("style");
    style.textContent = `:host { display: inline-flex; vertical-align: middle; width: ${size}; height: ${size}; }
      svg { width: 100%; height: 100%; fill: currentcolor; }`;
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute("viewBox", "0 0 24 24");
    const shape = document.createElementNS("http://www.w3.org/2000/svg", "path");
    shape.setAttribute("d", path);
    svg.append(shape);
    this.shadowRoot.replaceChildren(style, svg);
  }
}
customElements.define("ha-icon", Icon);

const asked = [];
const open = [];
let answers = {};

function answer(message) {
  asked.push(message);
  const key = message.type === "call_service" ? `${message.domain}.${message.service}` : message.type;
  const found = answers[key];
  if (found && typeof found === "object" && "error" in found) return Promise.reject(found.error);
  return Promise.resolve(found);
}

const connection = {
  connected: true,
  addEventListener() {},
  removeEventListener() {},
  async subscribeMessage(callback, message) {
    const first = await answer(message);
    open.push({ callback, message });
    if (first !== undefined) setTimeout(() => callback(first));
    return () => {
      const at = open.findIndex((each) => each.callback === callback);
      if (at >= 0) open.splice(at, 1);
    };
  },
};

window.stage = {
  asked,
  /** Put one card on the page. */
  async show(config, language, given) {
    answers = given;
    document.documentElement.lang = language;
    const tag = config.type.replace("custom:", "");
    await customElements.whenDefined(tag);
    const card = document.createElement(tag);
    card.setConfig(config);
    card.hass = {
      connection,
      states: {},
      entities: {},
      devices: {},
      areas: {},
      floors: {},
      locale: { language, time_format: "24", time_zone: "server" },
      config: { time_zone: "Asia/Shanghai" },
      user: { id: "1", name: "Li", is_admin: true },
      callWS: answer,
      localize: () => "",
    };
    document.querySelector("#place").replaceChildren(card);
    await card.updateComplete;
  },
  emit(type, event) {
    for (const each of [...open]) if (each.message.type === type) each.callback(event);
  },
  answer(key, value) {
    answers[key] = value;
  },
};
