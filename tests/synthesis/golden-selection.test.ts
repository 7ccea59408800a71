import { selectionFamily } from "../../conformance/golden/selection.ts";
import { testGoldenFamily } from "./golden-family.ts";

testGoldenFamily(selectionFamily);
