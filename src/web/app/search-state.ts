import { useNavigate, useSearch } from "@tanstack/react-router";

/** Search of an address as plain text values: `?text=12` stays the text "12". */
export function parseSearch(search: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(search));
}

/** The inverse; values that are empty or missing leave the address. */
export function stringifySearch(search: Record<string, unknown>): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) {
    if (value !== undefined && value !== null && value !== "") params.set(name, String(value));
  }
  const text = params.toString();
  return text === "" ? "" : `?${text}`;
}

export type SearchState = Readonly<Record<string, string | undefined>>;

/** State of a page that lives in its address, so that back, reload and a sent link keep it. */
export function useSearchState(): readonly [SearchState, (change: SearchState, push?: boolean) => void] {
  const search = useSearch({ strict: false }) as SearchState;
  const navigate = useNavigate();
  const change = (values: SearchState, push = false): void => {
    void navigate({
      to: ".",
      search: ((before: SearchState) => ({ ...before, ...values })) as never,
      replace: !push,
      resetScroll: false,
    });
  };
  return [search, change];
}
