/** The part of citeproc-js that the report uses. */
declare module "citeproc" {
  interface System {
    retrieveLocale(language: string): string | false;
    retrieveItem(id: string): object;
  }
  interface CiteItem {
    readonly id: string;
    readonly "author-only"?: boolean;
    readonly "suppress-author"?: boolean;
  }
  interface Engine {
    /** Without citations: forgets all items and their disambiguation. */
    restoreProcessorState(): void;
    updateItems(ids: readonly string[]): void;
    makeBibliography(): [{ readonly entry_ids: readonly (readonly string[])[] }, readonly string[]] | false;
    makeCitationCluster(items: readonly CiteItem[]): string;
  }
  const CSL: {
    Engine: new (system: System, style: string, language: string, forceLanguage?: boolean) => Engine;
  };
  export = CSL;
}
