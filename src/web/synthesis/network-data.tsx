import { type JSX, useCallback, useRef, useState } from "react";
import type { AnalysisNetwork } from "../api/types.ts";
import { useWords } from "../app/text.ts";
import { Frame } from "../parts/frame.tsx";
import { Card, Tag } from "../parts/page-head.tsx";
import { type Followed, Traced, TracePopover } from "./provenance.tsx";
import { keptOut } from "./study-set.ts";
import type { ViewProps } from "./view-props.ts";

const STATISTICS = { means: ["n", "mean", "sd"], counts: ["events", "total"], generic: [] } as const;

/** The numbers that went into a network, arm by arm, each with its way back; a study opens all that stands behind it. */
export function NetworkData(
  props: Pick<ViewProps, "computed" | "material"> & {
    readonly network: AnalysisNetwork;
    readonly role: (id: string) => string;
    readonly onOpen: (studyId: string) => void;
  },
): JSX.Element {
  const words = useWords();
  const { t } = words;
  const { network, role, material, computed } = props;
  const [followed, follow] = useState<Followed | null>(null);
  const button = useRef<HTMLButtonElement | null>(null);
  const onFollow = useCallback((next: Followed, from: HTMLButtonElement): void => {
    button.current = from;
    follow(next);
  }, []);
  const statistics = STATISTICS[network.needs];
  const title = t("network.data");
  const studies = [...new Set(network.arms.map(({ studyId }) => studyId))];
  return (
    <Card title={title}>
      <Frame label={title}>
        <table className="table data arms">
          <thead>
            <tr>
              <th scope="col">{t("study")}</th>
              <th scope="col">{t("network.treatment")}</th>
              <th scope="col">{t("network.arm")}</th>
              {statistics.map((one) => (
                <th key={one} scope="col" className="right">
                  {words.named("statistic", one)}
                </th>
              ))}
            </tr>
          </thead>
          {studies.map((id) => {
            const arms = network.arms.filter(({ studyId }) => studyId === id);
            const known = material.studies.find(({ studyId }) => studyId === id) ?? null;
            const out = keptOut(computed.spec, id, known);
            return (
              <tbody key={id} className={out === null ? undefined : "kept-out"}>
                {arms.map((arm, at) => (
                  <tr key={arm.arm}>
                    {at > 0 ? null : (
                      <th scope="rowgroup" rowSpan={arms.length}>
                        <button type="button" className="traced" onClick={() => props.onOpen(id)}>
                          <WholeWords text={arm.study} />
                        </button>
                        {out === null ? null : <Tag>{words.named("kept-out", out)}</Tag>}
                      </th>
                    )}
                    <td>{role(arm.role)}</td>
                    <td>{arm.label}</td>
                    {statistics.map((one) => (
                      <td key={one} className="right">
                        <Traced
                          value={arm.values[one]}
                          label={`${arm.study}, ${arm.label}, ${words.named("statistic", one)}`}
                          onFollow={onFollow}
                        />
                      </td>
                    ))}
                  </tr>
                ))}
              </tbody>
            );
          })}
        </table>
      </Frame>
      <TracePopover followed={followed} button={button.current} onClose={() => follow(null)} />
      <p className="foot">{t("network.data-note")}</p>
    </Card>
  );
}

/** A word of a name longer than this may be broken, so that no table grows without end. */
const LONGEST = 24;

/** A name broken between its words alone: a browser would also break `MP-1` after its hyphen. */
function WholeWords({ text }: { readonly text: string }): JSX.Element {
  return (
    <>
      {text.split(/( +)/).map((word, at) =>
        word.length > LONGEST || word.trim() === "" ? (
          word
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: the words of a name have their places
          <span key={at} className="whole">
            {word}
          </span>
        ),
      )}
    </>
  );
}
