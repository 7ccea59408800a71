import type { LocalText } from "#kernel";
import type { Remark } from "../types.ts";

/** What a method does with its studies, for what must be said when they are few. */
export type MethodKind =
  | "pooling"
  | "leaving-out"
  | "influence"
  | "permutation"
  | "small-study-test"
  | "trim-and-fill"
  | "excess-significance"
  | "fail-safe";

interface Caution {
  readonly code: string;
  readonly methods: readonly MethodKind[];
  /** Said when there are fewer studies than this. */
  readonly below: number;
  readonly text: (k: number) => LocalText;
}

const cautions: readonly Caution[] = [
  {
    code: "two-studies",
    methods: ["pooling", "leaving-out"],
    below: 3,
    text: (k) => ({
      en: `With ${k === 1 ? "one study" : "two studies"}, the variation between studies cannot be told from chance.`,
      nb: `Med ${k === 1 ? "én studie" : "to studier"} kan variasjonen mellom studier ikke skilles fra tilfeldigheter.`,
    }),
  },
  {
    code: "few-studies-tau2",
    methods: ["pooling", "leaving-out", "influence"],
    below: 5,
    text: (k) => ({
      en: `With only ${k} ${k === 1 ? "study" : "studies"}, the variation between studies is poorly known, and so are all intervals.`,
      nb: `Med bare ${k} ${k === 1 ? "studie" : "studier"} er variasjonen mellom studiene dårlig kjent, og det gjelder også alle intervaller.`,
    }),
  },
  {
    code: "few-studies-influence",
    methods: ["influence"],
    below: 10,
    text: (k) => ({
      en: `With ${k} studies, each one carries much of the result; a flag is a reason to look, not to leave the study out.`,
      nb: `Med ${k} studier bærer hver av dem mye av resultatet; et flagg er en grunn til å se nærmere, ikke til å utelate studien.`,
    }),
  },
  {
    code: "permutation-cannot-reject",
    methods: ["permutation"],
    below: 6,
    text: (k) => ({
      en: `With ${k} studies, a sign-flip permutation test has no p value below ${2 / 2 ** k}: it cannot show an effect at 5 %.`,
      nb: `Med ${k} studier gir en permutasjonstest med fortegn ingen p-verdi under ${String(2 / 2 ** k).replace(".", ",")}: den kan ikke vise en effekt på 5 %-nivå.`,
    }),
  },
  {
    code: "few-studies-small-study-test",
    methods: ["small-study-test"],
    below: 10,
    text: (k) => ({
      en: `With ${k} studies (fewer than ten), the test has too little power: a high p value does not show that small-study effects are absent.`,
      nb: `Med ${k} studier (færre enn ti) har testen for lav styrke: en høy p-verdi viser ikke at det ikke finnes småstudieeffekter.`,
    }),
  },
  {
    code: "few-studies-trim-and-fill",
    methods: ["trim-and-fill"],
    below: 10,
    text: (k) => ({
      en: `With ${k} studies (fewer than ten), the number of studies filled in is uncertain; read it as a sensitivity analysis only.`,
      nb: `Med ${k} studier (færre enn ti) er antallet innfylte studier usikkert; les det bare som en følsomhetsanalyse.`,
    }),
  },
  {
    code: "few-studies-excess-significance",
    methods: ["excess-significance"],
    below: 10,
    text: (k) => ({
      en: `With ${k} studies (fewer than ten), the test has little power: a high p value does not show that results were not selected.`,
      nb: `Med ${k} studier (færre enn ti) har testen lav styrke: en høy p-verdi viser ikke at resultatene ikke er selektert.`,
    }),
  },
];

const always: readonly { readonly methods: readonly MethodKind[]; readonly remark: Remark }[] = [
  {
    methods: ["small-study-test", "trim-and-fill"],
    remark: {
      code: "asymmetry-has-other-causes",
      text: {
        en: "An asymmetric funnel has other causes than missing results: true differences between small and large studies, poor methods in small ones, the effect measure, or chance.",
        nb: "Et asymmetrisk traktplott har andre årsaker enn manglende resultater: virkelige forskjeller mellom små og store studier, svake metoder i små studier, effektmålet eller tilfeldigheter.",
      },
    },
  },
  {
    methods: ["fail-safe"],
    remark: {
      code: "fail-safe-assumes-null",
      text: {
        en: "A fail-safe number assumes what the missing results show and does not say whether any are missing; the Cochrane Handbook advises against relying on it.",
        nb: "Et fail-safe-tall forutsetter hva de manglende resultatene viser, og sier ikke om noe mangler; Cochrane-håndboken fraråder å bygge på det.",
      },
    },
  },
];

/**
 * What must be said beside a method's numbers when studies are few, and what must always be said.
 *
 * @param k studies analysed, >= 1
 * Source: Sterne et al. 2011, doi:10.1136/bmj.d4002 (ten studies for tests of asymmetry, its other causes);
 * Cochrane Handbook 5.1, section 10.4.4.3 (fail-safe N). Five for tau2 and ten for influence are our own caution.
 * Checked: tests/synthesis/small-numbers.test.ts.
 */
export function smallNumberRemarks(method: MethodKind, k: number): readonly Remark[] {
  const few = cautions
    .filter((caution) => caution.methods.includes(method) && k < caution.below)
    .map(({ code, text }) => ({ code, text: text(k) }));
  const standing = always.filter(({ methods }) => methods.includes(method)).map(({ remark }) => remark);
  return [...few, ...standing];
}
