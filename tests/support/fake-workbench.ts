import type { SessionResponse } from "#contract";
import type { Workbench } from "#workbench";

const PEOPLE: SessionResponse["people"] = [
  { id: "kari", name: "Kari Nordmann", initials: "KN", roles: ["lead", "reviewer"] },
  { id: "ola", name: "Ola Nordmann", initials: "ON", roles: ["reviewer"] },
];

/** What a test sets up; answers may be plain partial objects, as the shells pass them through. */
export type FakeMethods = { readonly [K in keyof Workbench]?: unknown };

export interface FakeWorkbench extends Workbench {
  /** Calls of methods that were set up, in order. */
  readonly calls: readonly { readonly method: string; readonly args: readonly unknown[] }[];
}

/** A workbench with only the methods a test names; any other call fails the test. */
export function fakeWorkbench(methods: FakeMethods = {}): FakeWorkbench {
  const calls: { method: string; args: unknown[] }[] = [];
  const known: Record<string, unknown> = {
    reviewId: "review-1",
    location: "/reviews/test.evidens",
    readOnly: false,
    openingProblems: [],
    calls,
    session: async (person: string) => ({
      programVersion: "0.0.0",
      review: { id: "review-1", title: "A test review", location: "/reviews/test.evidens" },
      person: PEOPLE.find((one) => one.id === person),
      people: PEOPLE,
      readOnly: false,
      problems: [],
    }),
    defaultPerson: async () => "kari",
    protocol: async () => ({
      number: 1,
      hash: "0".repeat(64),
      text: "",
      protocol: { people: PEOPLE },
      history: [],
    }),
    prepareSearch: async () => undefined,
    close: async () => undefined,
    ...methods,
  };
  return new Proxy({} as FakeWorkbench, {
    get(_, name) {
      if (typeof name === "symbol" || name === "then") return undefined;
      if (!(name in known)) throw new Error(`fakeWorkbench: the test did not set up ${name}`);
      const value = known[name];
      if (typeof value !== "function") return value;
      return (...args: unknown[]) => {
        calls.push({ method: name, args });
        return value(...args);
      };
    },
  });
}
