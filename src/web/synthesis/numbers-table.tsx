import type { JSX, ReactNode } from "react";
import { Frame } from "../parts/frame.tsx";
import { Card } from "../parts/page-head.tsx";

export interface NumberColumn {
  readonly id: string;
  readonly label: string;
}

/** A row of numbers, or why there are none. */
export type NumberRow = { readonly id: string; readonly head: ReactNode } & (
  | { readonly cells: readonly ReactNode[] }
  | { readonly refused: ReactNode }
);

/** A titled table of numbers: the first cell of a row names it. */
export function NumbersTable(props: {
  readonly title: string;
  readonly first: string;
  readonly columns: readonly NumberColumn[];
  readonly rows: readonly NumberRow[];
  readonly children?: ReactNode;
}): JSX.Element {
  const { title, columns, rows } = props;
  return (
    <Card title={title}>
      <Frame label={title}>
        <table className="table numbers">
          <thead>
            <tr>
              <th scope="col">{props.first}</th>
              {columns.map((column) => (
                <th key={column.id} scope="col" className="right">
                  {column.label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.id}>
                <th scope="row">{row.head}</th>
                {"refused" in row ? (
                  <td colSpan={columns.length} className="soft">
                    <div className="refused">{row.refused}</div>
                  </td>
                ) : (
                  columns.map((column, at) => (
                    <td key={column.id} className="right">
                      {row.cells[at]}
                    </td>
                  ))
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </Frame>
      {props.children}
    </Card>
  );
}
