import { mhPetoFamily } from "../../conformance/golden/mh-peto.ts";
import { testGoldenFamily } from "./golden-family.ts";

testGoldenFamily(mhPetoFamily);
