import { type JSX, type ReactNode, useEffect, useRef, useState } from "react";
import { formatInterval } from "#figures";
import type { AnalysisNetwork, TracedValue } from "../api/types.ts";
import { useWords, type Words } from "../app/text.ts";
import { AppDialog } from "../parts/dialog.tsx";
import { Tag } from "../parts/page-head.tsx";
import { comparisonsOf, type DirectComparison, directOf, type NetworkFound } from "./network.ts";
import { type Specification, shownValue } from "./specification.ts";
import { RISK_TONES, ValueFacts } from "./study-dialog.tsx";
import type { ViewProps } from "./view-props.ts";

/** Two treatments, the first against the second. */
interface Pair {
  readonly one: string;
  readonly two: string;
}

/** What of a network is opened: a comparison, one of its studies, or a study by itself. */
export interface Behind {
  readonly pair: Pair | null;
  readonly study: string | null;
}
const NOTHING: Behind = { pair: null, study: null };

/** What is opened, and how to open a comparison or a study. */
export function useBehind(): {
  readonly opened: Behind;
  readonly open: (next: Behind) => void;
  readonly onPair: (one: string, two: string) => void;
  readonly onStudy: (study: string) => void;
} {
  const [opened, open] = useState<Behind>(NOTHING);
  return {
    opened,
    open,
    onPair: (one: string, two: string): void => open({ pair: { one, two }, study: null }),
    onStudy: (study: string): void => open({ pair: null, study }),
  };
}

interface BehindProps extends Pick<ViewProps, "computed" | "material"> {
  readonly opened: Behind;
  readonly open: (next: Behind) => void;
  readonly network: AnalysisNetwork;
  readonly found: NetworkFound;
  readonly role: (id: string) => string;
}

/** What stands behind a comparison of a network: its studies, and of each the extracted values with their quotes. */
export function NetworkBehind(props: BehindProps): JSX.Element | null {
  const words = useWords();
  const { opened, open, network } = props;
  const { pair, study } = opened;
  if (pair === null && study === null) return null;
  const back =
    pair === null || study === null ? null : (
      <button type="button" className="button" onClick={() => open({ pair, study: null })}>
        {words.t("network.back")}
      </button>
    );
  return (
    <AppDialog
      title={study === null ? pairName(pair!, props, words) : studyName(study, network)}
      open
      onClose={() => open(NOTHING)}
      actions={back}
    >
      <Turned key={study ?? "pair"}>
        {study === null ? <BehindPair {...props} pair={pair!} /> : <BehindStudy {...props} study={study} />}
      </Turned>
    </AppDialog>
  );
}

/** What a dialog holds, read from its beginning when it takes the place of something else. */
function Turned({ children }: { readonly children: ReactNode }): JSX.Element {
  const frame = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // What was pressed is gone: the focus would fall out of the dialog.
    const lost = document.activeElement === null || document.activeElement === document.body;
    if (lost) frame.current?.focus({ preventScroll: true });
  }, []);
  return (
    <div ref={frame} tabIndex={-1} className="stack">
      {children}
    </div>
  );
}

const studyName = (id: string, { arms }: AnalysisNetwork): string =>
  arms.find(({ studyId }) => studyId === id)?.study ?? id;

function pairName({ one, two }: Pair, { role }: Pick<BehindProps, "role">, { t }: Words): string {
  return t("network.against", { one: role(one), two: role(two) });
}

/** An effect with its interval as readers see it. */
function shownEffect({ estimate, se }: DirectComparison, spec: Specification, words: Words): string {
  const half = 1.959963984540054 * se;
  const show = (value: number): number => shownValue(spec.measure, value);
  const interval = formatInterval(show(estimate - half), show(estimate + half), {
    digits: 2,
    language: words.language,
  });
  return `${words.number(show(estimate), 2)} ${interval}`;
}

function BehindPair(props: BehindProps & { readonly pair: Pair }): JSX.Element {
  const words = useWords();
  const { t } = words;
  const { pair, found, network, computed, open } = props;
  const direct = found.is === "done" ? directOf(found, pair.one, pair.two) : [];
  return (
    <>
      <p className="prose">
        {direct.length === 0 ? t("network.no-direct") : t("network.direct-studies", { count: direct.length })}
      </p>
      {direct.length === 0 ? null : (
        <ul className="lines tight">
          {direct.map((one) => (
            <li key={one.study}>
              <button type="button" className="traced" onClick={() => open({ pair, study: one.study })}>
                {studyName(one.study, network)}
              </button>
              <small className="soft block num">
                {words.named("short", computed.spec.measure)} {shownEffect(one, computed.spec, words)}
              </small>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function BehindStudy(props: BehindProps & { readonly study: string }): JSX.Element {
  const words = useWords();
  const { t } = words;
  const { study, found, network, material, computed } = props;
  const arms = network.arms.filter(({ studyId }) => studyId === study);
  const known = material.studies.find(({ studyId }) => studyId === study);
  const compared = found.is === "done" ? comparisonsOf(found, study) : [];
  return (
    <>
      {known === undefined ? null : (
        <p className="row">
          {known.risk === null ? (
            <Tag>{t("risk.unknown")}</Tag>
          ) : (
            <Tag tone={RISK_TONES[known.risk.level]}>
              {t("risk.is", { risk: words.local(known.risk.label) })}
            </Tag>
          )}
        </p>
      )}
      {compared.length === 0 ? null : (
        <section className="behind" aria-label={t("network.comparisons")}>
          <h3>{t("network.comparisons")}</h3>
          <ul className="lines tight">
            {compared.map((one) => (
              <li key={`${one.one} ${one.two}`}>
                {pairName(one, props, words)}
                <small className="soft block num">
                  {words.named("short", computed.spec.measure)} {shownEffect(one, computed.spec, words)}
                </small>
              </li>
            ))}
          </ul>
        </section>
      )}
      {arms.flatMap((arm) =>
        Object.entries(arm.values).map(([statistic, value]) => (
          <ValueFacts
            key={`${arm.arm} ${statistic}`}
            label={`${words.named("statistic", statistic)}, ${arm.label}`}
            value={value as TracedValue}
          />
        )),
      )}
    </>
  );
}
