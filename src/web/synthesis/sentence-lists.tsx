import {
  type JSX,
  memo,
  type ReactNode,
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
} from "react";
import { Button } from "react-aria-components/Button";
import { Dialog, DialogTrigger } from "react-aria-components/Dialog";
import { Popover } from "react-aria-components/Popover";
import type { AnalysisMaterial } from "../api/types.ts";
import { useWords } from "../app/text.ts";
import type { SentenceProps } from "./sentence.tsx";
import type { Change, Foresee, Specification } from "./specification.ts";
import { regressionVariables, type Variable } from "./variables.ts";

/** What the studies have of a variable, the first few. */
export function levels({ values }: Variable): string {
  return [...new Set([...values.values()].map(({ text }) => text))].slice(0, 6).join(" · ");
}

/** Moderators to tick. */
export function Moderators(
  props: Pick<SentenceProps, "spec" | "variables" | "onChange" | "onForesee">,
): JSX.Element {
  const { t } = useWords();
  const { spec, variables } = props;
  const offered = regressionVariables(variables);
  const chosen = spec.moderators.filter((id) => variables.some((one) => one.id === id));
  const label =
    chosen.length === 0
      ? t("say.no-moderators")
      : chosen.map((id) => variables.find((one) => one.id === id)!.label.toLowerCase()).join(", ");
  return (
    <Picked label={label} name={t("pick.moderators")}>
      {() =>
        offered.length === 0 ? (
          <p className="soft">{t("say.moderators-none")}</p>
        ) : (
          <Ticks
            {...props}
            label={t("pick.moderators")}
            options={offered.map((one) => ({
              id: one.id,
              label: one.label,
              detail: levels(one),
              ticked: chosen.includes(one.id),
            }))}
            change={(id, now) => ({
              moderators: offered
                .map((one) => one.id)
                .filter((one) => now.moderators.includes(one) !== (one === id)),
            })}
          />
        )
      }
    </Picked>
  );
}

/** Studies to tick: those that may enter. */
export function Studies(
  props: Pick<SentenceProps, "material" | "spec" | "onChange" | "onForesee">,
): JSX.Element {
  const words = useWords();
  const { t } = words;
  const { material, spec } = props;
  const rows = [...material.set.rows, ...(spec.retracted === "flagged" ? material.retracted : [])];
  const ids = rows.map((row) => row.studyId);
  const chosen = ids.filter((id) => !spec.without.includes(id));
  const label =
    chosen.length === ids.length
      ? t("say.all-studies", { count: ids.length })
      : t("say.some-studies", { count: ids.length, chosen: chosen.length });
  return (
    <Picked label={label} name={t("pick.studies")}>
      {() => <StudyTicks {...props} rows={rows} />}
    </Picked>
  );
}

function StudyTicks(
  props: Parameters<typeof Studies>[0] & { readonly rows: AnalysisMaterial["set"]["rows"] },
): JSX.Element {
  const words = useWords();
  const { material, rows, spec } = props;
  const ids = rows.map((row) => row.studyId);
  const details = useMemo(() => {
    const risks = material.studies.map(({ studyId, risk }): [string, string] => [
      studyId,
      risk === null ? words.t("risk.unknown") : words.t("risk.is", { risk: words.local(risk.label) }),
    ]);
    return new Map(risks);
  }, [material, words]);
  return (
    <Ticks
      {...props}
      label={words.t("pick.studies")}
      options={rows.map(({ studyId, label }) => ({
        id: studyId,
        label,
        detail: details.get(studyId) ?? words.t("risk.unknown"),
        ticked: !spec.without.includes(studyId),
      }))}
      change={(id, now) => ({
        without: ids.filter((one) => now.without.includes(one) !== (one === id)),
      })}
    />
  );
}

interface TickProps {
  readonly id: string;
  readonly label: string;
  readonly detail: string;
  readonly ticked: boolean;
}

/** A list to tick. Of hundreds of ticks only those that look different are drawn again. */
function Ticks(props: {
  readonly label: string;
  readonly options: readonly TickProps[];
  /** What the specification becomes when the tick at an id is set or taken away. */
  readonly change: (id: string, now: Specification) => Partial<Specification>;
  readonly onChange: Change;
  readonly onForesee: Foresee;
}): JSX.Element {
  const latest = useRef(props);
  useLayoutEffect(() => {
    latest.current = props;
  });
  useEffect(() => () => latest.current.onForesee(null), []);
  const onTicked = useCallback((id: string) => {
    const { onChange, change } = latest.current;
    onChange((now) => change(id, now));
  }, []);
  const onPointed = useCallback((id: string) => {
    const { onForesee, change } = latest.current;
    onForesee((now) => change(id, now));
  }, []);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a legend and a frame
    <div role="group" aria-label={props.label}>
      {props.options.map((one) => (
        <Tick key={one.id} {...one} onTicked={onTicked} onPointed={onPointed} />
      ))}
    </div>
  );
}

const Tick = memo(function Tick(
  props: TickProps & {
    readonly onTicked: (id: string) => void;
    readonly onPointed: (id: string) => void;
  },
): JSX.Element {
  const { id, label, detail, ticked, onTicked, onPointed } = props;
  return (
    <label className="check" onPointerEnter={() => onPointed(id)}>
      <input type="checkbox" checked={ticked} onChange={() => onTicked(id)} onFocus={() => onPointed(id)} />
      <span>
        {label}
        <small className="soft block">{detail}</small>
      </span>
    </label>
  );
});

/** A word of the sentence that opens a list to tick; the list is made when it is opened. */
function Picked(props: {
  readonly label: string;
  readonly name: string;
  readonly children: () => ReactNode;
}): JSX.Element {
  return (
    <DialogTrigger>
      <Button className="pick" aria-label={`${props.name}: ${props.label}`}>
        {props.label}
      </Button>
      <Popover className="popover" offset={4}>
        <Dialog className="inside" aria-label={props.name}>
          <Opened>{props.children}</Opened>
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}

/** Drawn inside a popover, and so only while it is open. */
function Opened(props: { readonly children: () => ReactNode }): ReactNode {
  return props.children();
}
