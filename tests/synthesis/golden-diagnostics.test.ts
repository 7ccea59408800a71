import { diagnosticsFamily } from "../../conformance/golden/diagnostics.ts";
import { testGoldenFamily } from "./golden-family.ts";

testGoldenFamily(diagnosticsFamily);
