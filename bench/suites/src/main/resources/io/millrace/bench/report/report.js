(() => {
  "use strict";
  const data = JSON.parse(document.getElementById("data").textContent);
  const palette = ["#c0762b", "#5b7fc7", "#8a6fbf", "#4f9a5b", "#c25b7a", "#8c7a3d", "#3d8fb8", "#a8623f", "#6f8f2f", "#9a5fa3",
    "#597b7d", "#c2574b", "#6d74c9", "#34907c", "#b0832a", "#a3567f"];
  let next = 0;
  const own = data.peers.filter(peer => peer.family === "MILLRACE");
  data.peers.forEach(peer => {
    const index = own.indexOf(peer);
    peer.color = index === 0 ? "var(--own)" : index > 0 ? `color-mix(in srgb, var(--own) ${Math.max(30, 68 - 12 * index)}%, var(--paper))`
      : palette[next++ % palette.length];
  });
  // The first Millrace row of a chart, with which the others are compared, has one colour everywhere.
  const colors = indexes => {
    const first = indexes.find(index => own.includes(data.peers[index]));
    return index => index === first ? "var(--own)" : data.peers[index].color;
  };
  // Ahead, behind, equal, undecided.
  const tones = { A: "var(--ahead)", B: "var(--behind)", E: "var(--ink)", U: "var(--even)" };
  const style = { background: "transparent", fontFamily: "inherit", fontSize: "12px", overflow: "hidden" };
  const number = value => value >= 1000 ? d3.format(",.0f")(value) : d3.format(".3~g")(value);
  // For axes, which have no room for all digits.
  const short = value => Math.abs(value) >= 10000 ? d3.format(".3~s")(value).replace("G", "B") : number(value);
  const literal = value => ({ value, scale: null });
  const halo = { stroke: "var(--panel)", strokeWidth: 4 };
  const has = row => row.lo !== undefined;

  function hatches() {
    const svg = d3.select("body").append("svg").attr("width", 0).attr("height", 0).attr("aria-hidden", "true")
      .style("position", "absolute");
    data.peers.forEach((peer, index) => {
      const pattern = svg.append("pattern").attr("id", "hatch-" + index).attr("patternUnits", "userSpaceOnUse")
        .attr("width", 6).attr("height", 6).attr("patternTransform", "rotate(45)");
      pattern.append("rect").attr("width", 6).attr("height", 6).style("fill", peer.color).style("opacity", .3);
      pattern.append("rect").attr("width", 2.5).attr("height", 6).style("fill", peer.color);
    });
  }

  function bars(chart, width) {
    const rows = chart.rows;
    const room = 132;
    const color = colors(rows.map(row => row.p));
    const most = d3.max(rows, row => Math.max(row.v, d3.max(row.f)));
    const whiskers = d3.max(rows, row => has(row) ? row.hi : row.v);
    // From zero, bars of a few nanoseconds beside one of hundreds show nothing: then dots stand on a logarithmic axis.
    const least = d3.min(rows, row => Math.min(row.v, ...row.f));
    const far = least > 0 && most / least > 10;
    const frame = far ? [least / 1.4, Math.max(most * 1.1, Math.min(whiskers, 1.35 * most))]
      : [0, Math.max(most, Math.min(whiskers, 1.35 * most)) || 1];
    const fill = literal(row => row.w === "U" ? `url(#hatch-${row.p})` : color(row.p));
    const points = rows.flatMap(row => row.f.length < 2 ? [] : row.f.map(value => ({ p: row.p, value })));
    return Plot.plot({
      width, height: rows.length * 46 + 34, marginLeft: 2, marginRight: room, marginTop: 2, marginBottom: 30, style,
      x: { type: far ? "log" : "linear", domain: frame, label: null, ticks: width < 500 ? 3 : 6, grid: true, tickFormat: short },
      y: { type: "band", domain: rows.map(row => row.p), axis: null, padding: 0 },
      marks: [
        ...(far ? [] : [Plot.barX(rows, { x1: 0, x2: "v", y: "p", insetTop: 20, insetBottom: 6, rx: 2, fill })]),
        Plot.ruleY(rows.filter(has), { x1: row => Math.max(row.lo, frame[0]), x2: "hi", y: "p", dy: 8, strokeWidth: 1.5, stroke: "var(--ink)", clip: true, marker: "tick" }),
        ...(far ? [Plot.dot(rows, { x: "v", y: "p", dy: 8, r: 6.5, fill, stroke: literal(row => color(row.p)), strokeWidth: 1.5 })] : []),
        Plot.dot(points, { x: "value", y: "p", dy: 8, r: 2.4, fill: "var(--paper)", stroke: "var(--ink)", strokeWidth: 1, clip: true }),
        ...[true, false].map(mine => Plot.text(rows.filter(row => own.includes(data.peers[row.p]) === mine), { y: "p",
          frameAnchor: "left", textAnchor: "start", dy: -14, dx: 1, text: row => data.peers[row.p].name, fontWeight: mine ? 700 : 400,
          fill: "var(--ink)", textOverflow: "ellipsis", lineWidth: (width - 8) / (mine ? 13.5 : 12) })),
        Plot.text(rows, { y: "p", frameAnchor: "right", textAnchor: "start", dx: 8, dy: 2, text: "t", fill: "var(--ink)" , fontWeight: 600}),
        Plot.text(rows.filter(row => row.s), { y: "p", frameAnchor: "right", textAnchor: "start", dx: 8, dy: 15, text: "s", fontSize: 11,
          fill: literal(row => tones[row.w]) }),
        ...(far ? [] : [Plot.ruleX([0], { stroke: "var(--soft)" })])
      ]
    });
  }

  function standings(chart, width) {
    // A line with its title stands before the rows of each suite.
    const lines = chart.rows.flatMap((row, index) =>
      index > 0 && row.u === chart.rows[index - 1].u ? [row] : [{ title: row.u }, row]);
    lines.forEach((line, index) => { line.i = index; });
    const rows = chart.rows;
    const wide = width > 700;
    const values = rows.flatMap(row => has(row) ? [row.v, Math.max(row.lo, row.v / 3), Math.min(row.hi, row.v * 3)] : [row.v]);
    const reach = Math.max(1.5, d3.max(values, value => Math.max(value, 1 / value))) * 1.1;
    const room = 104;
    const steps = reach < 2.5 ? [.5, .7, 1, 1.4, 2] : reach < 20 ? [.1, .2, .5, 1, 2, 5, 10]
      : d3.range(-6, 7, reach > 1000 ? 2 : 1).map(power => Math.pow(10, power));
    return Plot.plot({
      width, height: lines.length * (wide ? 24 : 44) + 56, marginLeft: wide ? Math.min(560, width * .52) : 4, marginRight: room,
      marginTop: 22, marginBottom: 30, style,
      x: { type: "log", domain: [1 / reach, reach], label: null, grid: true, 
        ticks: steps.filter(step => step > 1 / reach && step < reach), tickFormat: value => number(value) + "×" },
      y: { type: "band", domain: d3.range(lines.length), axis: null, padding: 0 },
      marks: [
        Plot.ruleX([1], { stroke: "var(--ink)" }),
        Plot.text(["← Millrace behind"], { frameAnchor: "top-left", dy: -18, fill: "var(--behind)" }),
        Plot.text(["Millrace ahead →"], { frameAnchor: "top-right", dy: -18, fill: "var(--ahead)" }),
        Plot.ruleY(rows, { x1: row => has(row) ? row.lo : row.v, x2: row => has(row) ? row.hi : row.v, y: "i",
          dy: wide ? 0 : 10, stroke: literal(row => tones[row.w]), strokeWidth: 2, clip: true, marker: "tick" }),
        Plot.dot(rows, { x: "v", y: "i", dy: wide ? 0 : 10, r: 4.5, fill: literal(row => tones[row.w]) }),
        Plot.text(lines.filter(line => line.title), { y: "i", frameAnchor: "left", textAnchor: wide ? "end" : "start", dx: wide ? -10 : 0,
          dy: wide ? 0 : 8, text: "title", fontWeight: 700, fill: "var(--ink)", ...halo }),
        Plot.text(rows, { y: "i", frameAnchor: "left", textAnchor: wide ? "end" : "start", dx: wide ? -10 : 0,
          dy: wide ? 0 : -10, text: row => wide ? `${row.g}, ${row.n}` : `${row.g}`, textOverflow: "ellipsis",
          lineWidth: wide ? Math.min(560, width * .52) / 12 - 2 : (width - 10) / 12, fill: "var(--ink)", ...halo }),
        Plot.text(rows, { y: "i", frameAnchor: "right", textAnchor: "start", dx: 8, dy: wide ? 0 : 10, text: "t",
          fill: literal(row => tones[row.w]) })
      ]
    });
  }

  function scale(indexes) {
    return { type: "ordinal", domain: indexes, range: indexes.map(colors(indexes)) };
  }

  function legend(indexes) {
    const box = d3.create("div").attr("class", "legend");
    indexes.forEach(index => {
      const item = box.append("span");
      item.append("i").style("background", colors(indexes)(index));
      item.append("span").text(data.peers[index].name);
    });
    return box.node();
  }

  function lines(chart, width) {
    const indexes = [...new Set(chart.rows.map(row => row.p))];
    const numeric = chart.rows.every(row => row.x !== "" && isFinite(row.x));
    const rows = chart.rows.map(row => ({ ...row, x: numeric ? +row.x : row.x, name: data.peers[row.p].name }));
    if (numeric) {
      rows.sort((one, other) => one.x - other.x);
    }
    const places = [...new Set(rows.map(row => row.x))];
    const most = d3.max(rows, row => row.v);
    const plot = Plot.plot({
      width, height: 300, marginLeft: 56, marginBottom: 36, marginTop: 24, marginRight: 16, style,
      x: numeric ? { type: "log", base: 2, ticks: places, tickFormat: value => places.includes(value) ? "" + value : "", label: null }
        : { type: "point", domain: places, label: null },
      y: { domain: [0, Math.max(most, Math.min(d3.max(rows, row => row.hi || 0), 1.35 * most))], grid: true, label: chart.unit,
        tickFormat: short },
      color: scale(indexes),
      marks: [
        Plot.ruleX(rows.filter(has), { x: "x", y1: "lo", y2: "hi", stroke: "p", strokeOpacity: .6, clip: true }),
        Plot.lineY(rows, { x: "x", y: "v", z: "p", stroke: "p", strokeWidth: 2 }),
        Plot.dot(rows, { x: "x", y: "v", fill: "p", r: 3 }),
        Plot.tip(rows, Plot.pointer({ x: "x", y: "v", title: row => `${row.name}\n${row.x}: ${number(row.v)} ${chart.unit}` }))
      ]
    });
    return [legend(indexes), plot];
  }

  function percentiles(chart, width) {
    const indexes = chart.rows.map(row => row.p);
    const points = chart.rows.flatMap(row => row.pts.filter(point => point[1] > 0)
      .map(point => ({ p: row.p, nines: point[0], value: point[1] })));
    const most = Math.max(1, d3.max(points, point => point.nines) || 1);
    const percent = nines => nines === 0 ? "0" : nines === 1 ? "90" : nines === 2 ? "99" : "99." + "9".repeat(nines - 2);
    const plot = Plot.plot({
      width, height: 300, marginLeft: 64, marginBottom: 36, marginTop: 24, marginRight: 28, style,
      x: { domain: [0, most], ticks: d3.range(0, Math.floor(most) + 1), tickFormat: percent, label: "percentile", labelAnchor: "right", grid: true },
      y: { type: "log", grid: true, label: "ns", ticks: 5, tickFormat: short },
      color: scale(indexes),
      marks: [
        Plot.lineY(points, { x: "nines", y: "value", z: "p", stroke: "p", strokeWidth: 2 }),
        Plot.tip(points, Plot.pointer({ x: "nines", y: "value",
          title: point => `${data.peers[point.p].name}\n${d3.format(".6~g")(100 * (1 - Math.pow(10, -point.nines)))} % are at most ${number(point.value)} ns` }))
      ]
    });
    return [legend(indexes), plot];
  }

  const kinds = { BARS: bars, LINES: lines, PERCENTILES: percentiles, STANDINGS: standings };

  function draw(printing) {
    document.querySelectorAll(".chart").forEach(place => {
      const width = Math.floor(printing ? Math.min(place.clientWidth, place.closest(".wide") ? 680 : 330) : place.clientWidth);
      if (width > 0 && (printing || width !== place.drawn)) {
        place.drawn = printing ? 0 : width;
        place.replaceChildren(...[kinds[data.charts[place.id].kind](data.charts[place.id], width)].flat());
      }
    });
  }

  hatches();
  draw(false);
  addEventListener("resize", () => requestAnimationFrame(() => draw(false)));
  const opened = [];
  addEventListener("beforeprint", () => {
    document.querySelectorAll("details:not([open])").forEach(details => { details.open = true; opened.push(details); });
    draw(true);
  });
  addEventListener("afterprint", () => {
    opened.splice(0).forEach(details => { details.open = false; });
    draw(false);
  });
})();
