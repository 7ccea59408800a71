import type { JSX } from "react";
import { Button } from "react-aria-components/Button";
import { Checkbox } from "react-aria-components/Checkbox";
import { CheckboxGroup } from "react-aria-components/CheckboxGroup";
import { Dialog, DialogTrigger } from "react-aria-components/Dialog";
import { Popover } from "react-aria-components/Popover";
import type { MeasureId, PoolModel, PoolTest, Tau2Method } from "#synthesis";
import type { AnalysisSet } from "../api/types.ts";
import { useWords } from "../app/text.ts";
import { WordSelect } from "../parts/word-select.tsx";
import { measuresFor, type Specification } from "./compute.ts";
import type { Names } from "./forest.ts";

const METHODS: readonly Tau2Method[] = ["REML", "DL", "PM", "ML", "EB", "HE", "HS", "SJ"];
const TESTS: readonly PoolTest[] = ["knha", "adhoc", "t", "z"];
const MODELS: readonly PoolModel[] = ["random", "common"];

/** An analysis said in one sentence; its underlined words are the controls. */
export function Sentence(props: {
  readonly set: AnalysisSet;
  readonly spec: Specification;
  readonly names: Names;
  readonly onChange: (change: Partial<Specification>) => void;
}): JSX.Element {
  const words = useWords();
  const { t } = words;
  const { set, spec, names, onChange } = props;
  const available = measuresFor(set.rows);
  const list = available.includes(spec.measure) ? available : [spec.measure, ...available];
  const measureName = (id: MeasureId): string =>
    id === "GEN" && set.analysis.scaleLabel !== undefined
      ? words.local(set.analysis.scaleLabel)
      : words.named("measure", id);
  return (
    <div className="say">
      {t("say.effect")} <b>{names.experimental}</b> {t("say.against")} <b>{names.comparator}</b> {t("say.on")}{" "}
      <b>
        {names.outcome}, {names.timepoint}
      </b>
      {t("say.as")}{" "}
      <WordSelect
        label={t("pick.measure")}
        value={spec.measure}
        options={list.map((id) => ({ id, label: measureName(id) }))}
        onChange={(measure) => onChange({ measure })}
      />
      {t("say.pooled")}{" "}
      <WordSelect
        label={t("pick.model")}
        value={spec.model}
        options={MODELS.map((id) => ({
          id,
          label: words.named("model", id).toLowerCase(),
          detail: words.named("model-detail", id),
        }))}
        onChange={(model) => onChange({ model })}
      />
      {spec.model === "random" ? (
        <>
          {" "}
          <span className="together">
            {"("}
            <WordSelect
              label={t("pick.tau2")}
              value={spec.tau2}
              options={METHODS.map((id) => ({ id, label: id, detail: words.named("tau2", id) }))}
              onChange={(tau2) => onChange({ tau2 })}
            />
            {")"}
          </span>
        </>
      ) : null}{" "}
      {t("say.with")}{" "}
      <WordSelect
        label={t("pick.test")}
        value={spec.test}
        options={TESTS.map((id) => ({
          id,
          label: words.named("test", id),
          detail: words.named("test-detail", id),
        }))}
        onChange={(test) => onChange({ test })}
      />
      {t("say.over")} <Studies set={set} spec={spec} onChange={(without) => onChange({ without })} />.
    </div>
  );
}

function Studies(props: {
  readonly set: AnalysisSet;
  readonly spec: Specification;
  readonly onChange: (without: readonly string[]) => void;
}): JSX.Element {
  const { t } = useWords();
  const { set, spec } = props;
  const ids = set.rows.map((row) => row.studyId);
  const chosen = ids.filter((id) => !spec.without.includes(id));
  const label =
    chosen.length === ids.length
      ? t("say.all-studies", { count: ids.length })
      : t("say.some-studies", { count: ids.length, chosen: chosen.length });
  return (
    <DialogTrigger>
      <Button className="pick">{label}</Button>
      <Popover className="popover" offset={4}>
        <Dialog className="inside" aria-label={t("pick.studies")}>
          <CheckboxGroup
            aria-label={t("pick.studies")}
            value={chosen}
            onChange={(next) => props.onChange(ids.filter((id) => !next.includes(id)))}
          >
            {set.rows.map((row) => (
              <Checkbox key={row.studyId} value={row.studyId} className="check">
                <span className="box" aria-hidden="true">
                  ✓
                </span>
                {row.label}
              </Checkbox>
            ))}
          </CheckboxGroup>
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}
