package dev.jacobi.explain.render;

/// How pages look.
final class Style {
    static final String TEXT = """
        :root { color-scheme: light dark; --paper: #fff; --ink: #1c1d21; --soft: #62656f; --line: #d8dae0; --box: #f4f5f8;
          --value: #15703a; --gradient: #b3261e; --result: #e8eefc; }
        @media screen and (prefers-color-scheme: dark) { :root { --paper: #16171b; --ink: #e7e8ec; --soft: #a3a6b1; --line: #383b45;
          --box: #22242b; --value: #6fd394; --gradient: #ff9a8f; --result: #26314d; } }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
        main { max-width: 70rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
        h1 { font-size: 1.6rem; margin: 0 0 .5rem; } h2 { font-size: 1.2rem; margin: 2.2rem 0 .6rem; }
        h3 { font-size: 1rem; margin: 1.2rem 0 .3rem; color: var(--soft); }
        .equation { font-size: 1.2rem; overflow-x: auto; }
        .wide { overflow-x: auto; max-width: 100%; }
        figure { margin: 1.2rem 0; } figcaption { color: var(--soft); font-size: .9rem; margin-top: .4rem; }
        table { border-collapse: collapse; } th { text-align: left; color: var(--soft); font-weight: 500; font-size: .9rem; }
        th, td { padding: .3rem .9rem .3rem 0; vertical-align: middle; } tr + tr > td { border-top: 1px solid var(--line); }
        table.matrix { position: relative; margin: .2rem 0; }
        table.matrix::before, table.matrix::after { content: ""; position: absolute; top: 0; bottom: 0; left: 0; width: .35rem;
          border: 1.5px solid currentColor; border-right: 0; }
        table.matrix::after { left: auto; right: 0; border-right: 1.5px solid currentColor; border-left: 0; }
        table.matrix td { border: 0; padding: .05rem .6rem; text-align: right; }
        table.matrix, pre, .value, .gradient { font-variant-numeric: tabular-nums; }
        pre { margin: 0; font: .85rem/1.4 ui-monospace, monospace; white-space: pre; }
        .value { color: var(--value); } .gradient { color: var(--gradient); }
        .note { border-left: 3px solid var(--gradient); padding-left: .8rem; max-width: 45rem; }
        math { font-size: 1.1em; padding-block: .15em; } mfrac { font-size: 1.15em; } mfrac mfrac { font-size: 1em; } .words { display: inline-block; min-width: 11rem; }
        svg { display: block; max-width: 100%; height: auto; } svg text { font: 12px ui-monospace, monospace; text-anchor: middle; fill: var(--ink); }
        svg text.value { fill: var(--value); } svg text.gradient { fill: var(--gradient); }
        svg text.gradient, svg text.value { paint-order: stroke; stroke: var(--paper); stroke-width: 3px; }
        svg text.axis { fill: var(--soft); font-size: 11px; }
        .box rect { fill: var(--box); stroke: var(--soft); } .box.result rect { fill: var(--result); stroke-width: 2; }
        .edge .line { fill: none; stroke: var(--soft); stroke-width: 1.3; } .edge .touch { fill: none; stroke: transparent; stroke-width: 14; }
        .edge:hover .line, .edge:focus .line { stroke: var(--gradient); stroke-width: 2.2; } .edge:focus { outline: none; }
        svg .told { visibility: hidden; text-anchor: start; } .edge:hover .told, .edge:focus .told { visibility: visible; }
        .head { fill: var(--soft); } .grid { stroke: var(--line); } .two, .one { fill: none; stroke-width: 2; stroke: var(--value); }
        .one { stroke: var(--gradient); }
        @media (max-width: 40rem) { main { padding: 1rem .8rem 3rem; } h1 { font-size: 1.3rem; } }
        @media print { :root { color-scheme: light; } .wide { overflow: visible; } svg.graph { min-width: 0 !important; }
          h2, h3 { break-after: avoid; } tr, figure { break-inside: avoid; } }
        """;

    private Style() {}
}
