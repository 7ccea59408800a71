import { mmrmFamily } from "../../conformance/golden/mmrm.ts";
import { testGoldenFamily } from "./golden-family.ts";

testGoldenFamily(mmrmFamily);
