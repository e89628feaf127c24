
"use strict";
(() => {
  const byId = (id) => document.getElementById(id);
  const data = JSON.parse(byId("data").textContent);
  const nodes = data.nodes.map(([id, kind, name, team]) => ({ id, kind, name, team }));
  const nodeOf = new Map(nodes.map((node) => [node.id, node]));

  // --- The matrix: which rows and columns are shown.

  const pairsOf = (cell) => cell.dataset.c.split(" ").map((number) => data.pairs[number]);
  const modelsOf = (cell) => pairsOf(cell).map(([model]) => model);

  /** Names of what leads to a principal: a search finds whoever comes through it. */
  const waysIn = new Map();
  for (const [from, to] of data.edges) {
    if (to.startsWith("p")) waysIn.set(to, [...(waysIn.get(to) ?? []), nodeOf.get(from).name]);
  }

  const rows = [...document.querySelectorAll("#matrix tbody tr")].map((element) => {
    const cells = [...element.querySelectorAll("[data-c]")].filter((cell) => cell.hasChildNodes());
    const models = new Set(cells.flatMap(modelsOf));
    const words = cells.map((cell) => `${pairsOf(cell).map((pair) => pair.join(":")).join(" ")} ${cell.textContent}`);
    return {
      element,
      id: element.dataset.p,
      kind: element.dataset.k,
      team: element.dataset.t,
      wide: "w" in element.dataset,
      models,
      text: [element.querySelector("th").textContent, ...words, ...(waysIn.get(element.dataset.p) ?? [])]
        .join(" ")
        .toLowerCase(),
      shown: true,
    };
  });
  const modelNames = [...new Set(data.pairs.map(([model]) => model))];
  const columns = [...document.querySelectorAll("#matrix [data-m]")];
  const items = [...document.querySelectorAll("#matrix li[data-c]")];
  const fields = ["search", "kind", "team", "model", "wide"].map(byId).filter(Boolean);
  const value = (id) => byId(id)?.value ?? "";
  let shownModel = "";

  function showColumns(model) {
    if (model === shownModel) return;
    shownModel = model;
    for (const cell of columns) cell.hidden = model !== "" && cell.dataset.m !== model;
    const name = model === "" ? null : modelNames[model];
    for (const item of items) item.hidden = name !== null && !modelsOf(item).includes(name);
  }

  function filter() {
    const words = value("search").toLowerCase().split(/\s+/).filter(Boolean);
    const [kind, team, model, wide] = [value("kind"), value("team"), value("model"), byId("wide").checked];
    const name = model === "" ? null : modelNames[model];
    let count = 0;
    for (const row of rows) {
      const shown =
        (!kind || row.kind === kind) &&
        (!team || row.team === team) &&
        (name === null || row.models.has(name)) &&
        (!wide || row.wide) &&
        words.every((word) => row.text.includes(word));
      count += shown;
      if (shown === row.shown) continue;
      row.shown = shown;
      row.element.hidden = !shown;
    }
    showColumns(model);
    byId("count").textContent = count === rows.length ? `${count} principals` : `${count} of ${rows.length} principals`;
    document.querySelector("#matrix .none").hidden = count > 0;
    later(draw);
  }

  let timer = 0;
  function later(act) {
    clearTimeout(timer);
    timer = setTimeout(act, 120);
  }

  // --- The picture of whom the matrix shows.

  const MANY = 60;
  const COLUMNS = [
    { title: "Comes through", kinds: ["source", "issuer", "application"] },
    { title: "Who", kinds: ["machine", "person", "others"] },
    { title: "Groups", kinds: ["group"] },
    { title: "May use", kinds: ["every", "model"] },
  ];
  const PLURAL = { machine: "machines", person: "people", others: "kinds of people", group: "groups", model: "models" };
  const WIDTH = 1120;
  const BOX = { width: 196, height: 24, gap: 11 };

  /** The edges that somebody shown has a part in, and what is on them. */
  function visible() {
    const reached = new Set(rows.filter((row) => row.shown).map((row) => row.id));
    const name = shownModel === "" ? null : modelNames[shownModel];
    const wanted = (id) => id === "every" || !id.startsWith("m:") || name === null || id === `m:${name}`;
    const groups = new Set(data.edges.filter(([from, , kind]) => kind === "member" && reached.has(from)).map((edge) => edge[1]));
    const edges = data.edges.filter(
      ([from, to]) => wanted(to) && (reached.has(from) || reached.has(to) || groups.has(from)),
    );
    return { reached, edges };
  }

  /** What stands for a node: itself, or all of its kind and team where there are too many. */
  function grouping(ids) {
    const counts = {};
    for (const id of ids) counts[nodeOf.get(id).kind] = (counts[nodeOf.get(id).kind] ?? 0) + 1;
    return (id) => {
      const node = nodeOf.get(id);
      return counts[node.kind] > MANY && node.kind in PLURAL ? `${node.kind} ${node.team}` : id;
    };
  }

  function graph() {
    const { reached, edges } = visible();
    const ids = new Set([...reached, ...edges.flatMap(([from, to]) => [from, to])]);
    const stand = grouping(ids);
    const boxes = new Map();
    for (const { id } of nodes) {
      if (!ids.has(id)) continue;
      const key = stand(id);
      const box = boxes.get(key) ?? { key, kind: nodeOf.get(id).kind, members: [], near: new Set() };
      box.members.push(nodeOf.get(id));
      boxes.set(key, box);
    }
    const lines = new Map();
    for (const [from, to, kind] of edges) {
      const key = `${stand(from)}\n${stand(to)}\n${kind}`;
      const line = lines.get(key) ?? { from: boxes.get(stand(from)), to: boxes.get(stand(to)), kind, count: 0 };
      line.count += 1;
      lines.set(key, line);
    }
    for (const { from, to } of lines.values()) {
      from.near.add(to);
      to.near.add(from);
    }
    return { boxes: [...boxes.values()], lines: [...lines.values()] };
  }

  function title(box) {
    const [first] = box.members;
    if (box.members.length === 1) return first.name;
    return `${box.members.length} ${PLURAL[box.kind]}${first.team ? ` of ${first.team}` : ""}`;
  }

  /** Put each box into its column, near what it is connected with. */
  function place(boxes) {
    const filled = COLUMNS.map(({ kinds }) =>
      boxes.filter((box) => kinds.includes(box.kind)).sort((a, b) => kinds.indexOf(a.kind) - kinds.indexOf(b.kind)),
    );
    const height = Math.max(1, ...filled.map((column) => column.length)) * (BOX.height + BOX.gap);
    const spread = (column) =>
      column.forEach((box, index) => {
        box.y = ((index + 0.5) * height) / column.length;
      });
    filled.forEach(spread);
    for (const order of [[1, 2, 3], [2, 1, 0], [1, 2, 3]]) {
      for (const number of order) {
        const column = filled[number];
        const middle = new Map(column.map((box) => [box, d3.mean([...box.near], (other) => other.y) ?? box.y]));
        column.sort((a, b) => (b.kind === "every") - (a.kind === "every") || middle.get(a) - middle.get(b));
        spread(column);
      }
    }
    filled.forEach((column, number) =>
      column.forEach((box) => {
        box.x = (number * (WIDTH - BOX.width - 2)) / (COLUMNS.length - 1) + 1;
      }),
    );
    return height;
  }

  /** Everything before and after a box, on the ways that lead through it. */
  function connected(box, lines) {
    const on = new Set([box]);
    for (const [here, there] of [["from", "to"], ["to", "from"]]) {
      const todo = [box];
      while (todo.length) {
        const next = todo.pop();
        for (const line of lines) {
          if (line[here] !== next || on.has(line)) continue;
          on.add(line);
          if (!on.has(line[there])) todo.push(line[there]);
          on.add(line[there]);
        }
      }
    }
    return on;
  }

  function draw() {
    const { boxes, lines } = graph();
    const top = 30;
    const height = place(boxes) + top;
    const svg = d3.select("#canvas").attr("viewBox", `0 0 ${WIDTH} ${height + 8}`).classed("pointed", false);
    svg.attr("role", "group").attr("aria-label", "Ways in, principals, groups and models, connected by lines");
    svg.selectAll("*").remove();
    svg
      .selectAll("text.column")
      .data(COLUMNS)
      .join("text")
      .attr("class", "column")
      .attr("x", (_, number) => (number * (WIDTH - BOX.width - 2)) / (COLUMNS.length - 1) + 3)
      .attr("y", 18)
      .text((column) => column.title);
    const link = d3.linkHorizontal();
    const drawn = svg
      .append("g")
      .attr("aria-hidden", "true")
      .selectAll("path")
      .data(lines)
      .join("path")
      .attr("class", (line) => line.kind)
      .attr("stroke-width", (line) => Math.min(1.3 + Math.log2(line.count), 6))
      .attr("d", ({ from, to }) => link({ source: [from.x + BOX.width, from.y + top], target: [to.x, to.y + top] }));
    const shown = svg
      .append("g")
      .selectAll("a")
      .data(boxes)
      .join("a")
      .attr("class", (box) => `node ${box.kind}`)
      .attr("href", (box) => (box.members.length === 1 && box.key in pages ? `#${box.key}` : "#matrix"))
      .attr("transform", (box) => `translate(${box.x},${box.y + top - BOX.height / 2})`);
    shown.append("title").text((box) => `${box.kind === "every" ? "" : `${box.kind} `}${title(box)}`);
    shown.append("rect").attr("width", BOX.width).attr("height", BOX.height).attr("rx", 6);
    shown.append("text").attr("x", 9).attr("y", 16).text((box) => shorten(title(box)));
    const point = (box) => {
      const on = box && connected(box, lines);
      svg.classed("pointed", Boolean(box));
      drawn.classed("on", (line) => Boolean(on?.has(line)));
      shown.classed("on", (each) => Boolean(on?.has(each)));
    };
    shown
      .on("pointerenter focus", (_, box) => point(box))
      .on("pointerleave blur", () => point(null))
      .on("click", (event, box) => {
        if (box.key in pages) return;
        event.preventDefault();
        narrow(box);
      });
  }

  const pages = Object.fromEntries(rows.map((row) => [row.id, row]));
  const shorten = (text) => (text.length > 29 ? `${text.slice(0, 28)}…` : text);

  /** Show in the matrix what was chosen in the picture. */
  function narrow(box) {
    const [node] = box.members;
    if (box.members.length > 1) {
      if (byId("team") && node.team) byId("team").value = node.team;
    } else if (box.kind === "model") byId("model").value = modelNames.indexOf(node.name);
    else if (box.kind === "every") byId("wide").checked = true;
    else byId("search").value = node.name;
    filter();
  }

  // --- A principal's page: Escape closes it, and the keyboard goes on where it was.

  let opener = null;
  const opened = () => (/^#p\d+$/.test(location.hash) ? byId(location.hash.slice(1)) : null);
  function follow() {
    const page = opened();
    if (page) page.querySelector("h2").focus({ preventScroll: true });
    else if (opener?.isConnected) opener.focus({ preventScroll: true });
  }
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href^='#p']");
    if (link) opener = link;
  });
  addEventListener("hashchange", follow);
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && opened()) location.hash = "#closed";
  });

  for (const field of fields) field.addEventListener("input", filter);
  byId("reset").addEventListener("click", () => {
    for (const field of fields) {
      if (field.type === "checkbox") field.checked = false;
      else field.value = "";
    }
    filter();
    byId("search").focus();
  });
  document.querySelector(".filters").hidden = false;
  byId("drawn").hidden = false;
  filter();
  follow();
})();
