// What a change of a word on the Synthesis page costs with 200 made studies: the numbers of each part and its figure
// as SVG, of a long one what a window shows, by the page's own modules. The bar is 50 ms for what a part shows. What a
// browser adds to it is measured by tests/web/synthesis-speed.test.ts.
import { mkdtempSync, rmSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "vite";

const K = Number(process.env.K ?? 200);
const REPEATS = 15;
/** So much of a long figure is in view, in its own units. */
const WINDOW = 700;
const root = process.cwd();
type Work = (...values: unknown[]) => never;
type Modules = Readonly<Record<string, Work>>;

/** The page's modules, which are made for a browser, bundled for Node. */
async function pageModules(folder: string): Promise<Modules> {
  const names = ["compute", "forest-model", "groups", "missing", "sensitivity", "variables"];
  await build({
    configFile: false,
    root,
    logLevel: "error",
    resolve: { alias: [{ find: /^#([a-z]+)$/, replacement: join(root, "src/$1/index.ts") }] },
    build: {
      ssr: true,
      target: "es2023",
      outDir: folder,
      minify: false,
      rollupOptions: {
        input: {
          ...Object.fromEntries(names.map((name) => [name, join(root, `src/web/synthesis/${name}.ts`)])),
          figures: join(root, "src/figures/index.ts"),
        },
        output: { entryFileNames: "[name].mjs", chunkFileNames: "[name].mjs" },
      },
    },
  });
  const all = await Promise.all(
    [...names, "figures"].map((name) => import(pathToFileURL(join(folder, `${name}.mjs`)).href)),
  );
  return Object.assign({}, ...(all as object[])) as Modules;
}

/** The portable generator of the reference timings: x <- 16807 x mod 2147483647. */
function uniform(seed: number): (low: number, high: number) => number {
  let x = seed;
  return (low, high) => {
    x = (16807 * x) % 2147483647;
    return low + ((high - low) * x) / 2147483647;
  };
}

/** Made studies of two groups, with a country and a dose. */
function madeMaterial(k: number) {
  const draw = uniform(2026);
  const traced = (number: number) => ({ number, verbatim: String(number) });
  const arm = (n: number, low: number, high: number) => ({
    n: traced(n),
    mean: traced(draw(low, high)),
    sd: traced(draw(1.7, 2.6)),
  });
  const rows = Array.from({ length: k }, (_, at) => {
    const n = Math.round(draw(15, 120));
    return {
      studyId: `m${at}`,
      label: `Made ${at}`,
      experimentalValues: arm(n, 3.5, 5.5),
      comparatorValues: arm(n, 4.2, 5.8),
      contrastValues: {},
    };
  });
  const values = (of: (at: number) => string | number) =>
    Object.fromEntries(
      rows.map(({ studyId }, at) => {
        const value = of(at);
        return [studyId, { text: { en: `${value}` }, number: typeof value === "number" ? value : null }];
      }),
    );
  return {
    set: { rows, leftOut: [], problems: [] },
    retracted: [],
    studies: rows.map(({ studyId, label }, at) => ({ studyId, label, year: 1990 + (at % 30), risk: null })),
    moderators: [
      { id: "country", label: null, values: values((at) => ["Norway", "Sweden", "Denmark"][at % 3]!) },
      { id: "dose", label: null, values: values((at) => at % 40) },
    ],
    results: [],
    places: [],
  };
}

const words = {
  language: "en",
  t: (key: string) => key,
  named: (_: string, id: string) => id,
  local: (text: { readonly en: string }) => text.en,
};
const names = {
  experimental: "treatment",
  comparator: "control",
  outcome: "symptoms",
  timepoint: "end",
  measure: "Hedges’ g",
  lowIsBetter: true,
};
const PLAN = {
  outcome: "o",
  timepoint: "t",
  measure: "SMD",
  model: "random",
  tau2: "REML",
  test: "knha",
  prediction: "test",
  without: [] as string[],
  risk: "all",
  retracted: "out",
  zeroTo: "only0",
  zeroAdd: "0.5",
  zeroDrop: "keep",
  groups: null as string | null,
  groupTau2: "separate",
  moderators: [] as string[],
};
const ESTIMATORS = ["REML", "DL", "PM", "PMM", "ML", "EB", "HE", "HS", "HSk", "SJ", "DLIT", "SJIT"];
type Spec = typeof PLAN;
const CHANGES: Readonly<Record<string, Partial<Spec>>> = {
  "common effect": { model: "common" },
  "estimator DL": { tau2: "DL" },
  "normal intervals": { test: "z" },
  "mean difference": { measure: "MD" },
  "without one study": { without: ["m7"] },
};

/** The median, and the fastest, which other work on the machine disturbs least. */
function spread(list: readonly number[]): string {
  const sorted = [...list].sort((a, b) => a - b);
  return `${sorted[Math.floor(sorted.length / 2)]!.toFixed(1)} (${sorted[0]!.toFixed(1)})`;
}

const folder = mkdtempSync(join(root, "dist", "bench-page-"));
try {
  const page = await pageModules(folder);
  const material = madeMaterial(K);
  const variables = page.variablesOf!(material, material.set.rows, words) as readonly { id: string }[];
  const variable = (id: string) => variables.find((one) => one.id === id);
  const inView = (sheet: { parts: readonly { top: number; layers: () => unknown }[] }): void => {
    for (const { top, layers } of sheet.parts) if (top < WINDOW) layers();
  };
  const forest = (computed: unknown, grouped: unknown = null): void =>
    inView(page.forestSheet!(page.forestOf!(computed, names, words, grouped)));
  const axis = { language: "en", title: "t", scale: "identity", effectLabel: "g" };
  const dots = (computed: { effects: readonly { row: { label: string }; effect: object }[] }) =>
    computed.effects.map(({ row, effect }) => ({ label: row.label, ...effect }));
  const rows = (list: readonly { result: { estimate: number; ciLow: number; ciHigh: number } }[]) =>
    list.map(({ result }, at) => ({
      label: `Made ${at}`,
      estimate: result.estimate,
      low: result.ciLow,
      high: result.ciHigh,
    }));
  const sensitivity = { ...axis, nullValue: 0, effectHeading: "g", favoursLow: "a", favoursHigh: "b" };
  const parts: Readonly<Record<string, (computed: never) => void>> = {
    result: (computed) => forest(computed),
    spread: (computed) => {
      page.radialPlot!({
        ...axis,
        studies: dots(computed),
        estimate: (computed as { pooled: { estimate: number } }).pooled.estimate,
        tau2: 0.1,
        named: 5,
      });
    },
    estimators: (computed) => {
      const { spec } = computed as { spec: Spec };
      for (const tau2 of ESTIMATORS) page.compute!(material, { ...spec, model: "random", tau2 });
    },
    "leave one out": (computed) =>
      inView(page.leaveOneOutSheet!({ ...sensitivity, rows: rows(page.leftOutOnce!(computed)) })),
    cumulative: (computed) =>
      inView(page.cumulativeSheet!({ ...sensitivity, rows: rows(page.addedUp!(computed, "year")) })),
    influence: (computed) => {
      const { baujat } = page.influences!(computed) as {
        baujat: readonly { heterogeneity: number; influence: number }[];
      };
      page.baujatPlot!({ ...axis, studies: baujat.map((one, at) => ({ ...one, label: `Made ${at}` })) });
    },
    subgroups: (computed) => forest(computed, page.groupedBy!(computed, variable("country"))),
    regression: (computed) => {
      page.regressionLine!(page.regressedOn!(computed, [variable("dose")]));
    },
    missing: (computed) => {
      page.missingTests!(computed, "sei");
      const filled = page.trimmed!(computed, "L0") as { filled: { y: Float64Array; v: Float64Array } };
      page.funnelPlot!({
        ...axis,
        studies: dots(computed),
        centre: (computed as { pooled: { estimate: number } }).pooled.estimate,
        contours: [0.1, 0.05, 0.01],
        filled: Array.from(filled.filled.y, (y, at) => ({ y, se: Math.sqrt(filled.filled.v[at]!) })),
        named: 5,
      });
    },
  };
  console.log(`${cpus()[0]?.model ?? "unknown processor"}, Node ${process.version}; k = ${K}`);
  console.log(`median (fastest) of ${REPEATS} changes, ms: the number of the headline | then the part`);
  for (const [what, change] of Object.entries(CHANGES)) {
    const cells: string[] = [];
    for (const [part, work] of Object.entries(parts)) {
      const [first, rest]: number[][] = [[], []];
      for (let turn = 0; turn < REPEATS + 3; turn++) {
        // A change forth and back: nothing may be remembered from the last time.
        const spec = turn % 2 === 0 ? { ...PLAN, ...change } : { ...PLAN };
        const begun = performance.now();
        const computed = page.compute!(material, spec);
        const between = performance.now();
        work(computed);
        if (turn < 3) continue;
        first!.push(between - begun);
        rest!.push(performance.now() - between);
      }
      cells.push(`${part} ${spread(first!)} | ${spread(rest!)}`);
    }
    console.log(`${what.padEnd(18)} ${cells.join("; ")}`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
