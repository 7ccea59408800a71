import type { JSX, ReactNode } from "react";
import { Button } from "react-aria-components/Button";
import { Checkbox } from "react-aria-components/Checkbox";
import { CheckboxGroup } from "react-aria-components/CheckboxGroup";
import { Dialog, DialogTrigger } from "react-aria-components/Dialog";
import { Popover } from "react-aria-components/Popover";
import { useWords } from "../app/text.ts";
import type { SentenceProps } from "./sentence.tsx";
import { regressionVariables, type Variable } from "./variables.ts";

/** What the studies have of a variable, the first few. */
export function levels({ values }: Variable): string {
  return [...new Set([...values.values()].map(({ text }) => text))].slice(0, 6).join(" · ");
}

/** Moderators to tick. */
export function Moderators(props: Pick<SentenceProps, "spec" | "variables" | "onChange">): JSX.Element {
  const { t } = useWords();
  const { spec, variables, onChange } = props;
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
          <CheckboxGroup
            aria-label={t("pick.moderators")}
            value={chosen}
            onChange={(next) =>
              onChange({ moderators: offered.map(({ id }) => id).filter((id) => next.includes(id)) })
            }
          >
            {offered.map((one) => (
              <Check key={one.id} id={one.id} label={one.label} detail={levels(one)} />
            ))}
          </CheckboxGroup>
        )
      }
    </Picked>
  );
}

/** Studies to tick: those that may enter. */
export function Studies(props: Pick<SentenceProps, "material" | "spec" | "onChange">): JSX.Element {
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
      {() => {
        const risk = new Map(material.studies.map((study) => [study.studyId, study.risk]));
        return (
          <CheckboxGroup
            aria-label={t("pick.studies")}
            value={chosen}
            onChange={(next) => props.onChange({ without: ids.filter((id) => !next.includes(id)) })}
          >
            {rows.map((row) => {
              const judged = risk.get(row.studyId);
              const detail =
                judged == null ? t("risk.unknown") : t("risk.is", { risk: words.local(judged.label) });
              return <Check key={row.studyId} id={row.studyId} label={row.label} detail={detail} />;
            })}
          </CheckboxGroup>
        );
      }}
    </Picked>
  );
}

function Check(props: { readonly id: string; readonly label: string; readonly detail: string }): JSX.Element {
  return (
    <Checkbox value={props.id} className="check">
      <span className="box" aria-hidden="true">
        ✓
      </span>
      <span>
        {props.label}
        <small className="soft block">{props.detail}</small>
      </span>
    </Checkbox>
  );
}

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
