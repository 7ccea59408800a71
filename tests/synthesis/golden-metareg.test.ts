import { metaregFamily } from "../../conformance/golden/metareg.ts";
import { testGoldenFamily } from "./golden-family.ts";

testGoldenFamily(metaregFamily);
