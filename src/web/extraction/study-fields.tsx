import type { JSX } from "react";
import type { StudyFormResponse } from "#contract";
import type { FormField } from "../api/types.ts";
import { useWords } from "../app/text.ts";
import { Card } from "../parts/page-head.tsx";
import { addressKey, valuesAt } from "./address.ts";
import { ValueCell } from "./value-cell.tsx";
import { ValueEditor } from "./value-editor.tsx";

/** Fields that hold one value for the whole study. */
export function StudyFields(props: {
  readonly data: StudyFormResponse;
  readonly fields: readonly FormField[];
  readonly open: string | null;
  readonly onOpen: (key: string | null) => void;
}): JSX.Element | null {
  const { local } = useWords();
  const { data, open, onOpen } = props;
  if (props.fields.length === 0) return null;
  return (
    <Card title={local(data.form.label)}>
      {props.fields.map((field) => {
        const address = { field: field.id };
        const key = addressKey(address);
        const name = local(field.label);
        return (
          <div key={field.id} className="study-field">
            <span className="name">
              {name}
              {field.required ? " *" : ""}
            </span>
            <ValueCell
              full
              field={field}
              label={name}
              values={valuesAt(data.entries, address)}
              open={open === key}
              onOpen={() => onOpen(open === key ? null : key)}
            />
            {open === key ? (
              <div className="wide">
                <ValueEditor
                  formId={data.form.id}
                  studyId={data.study.studyId}
                  field={field}
                  address={address}
                  label={name}
                  value={valuesAt(data.entries, address)[0]}
                  reports={data.reports}
                  onClose={() => onOpen(null)}
                />
              </div>
            ) : null}
          </div>
        );
      })}
    </Card>
  );
}
