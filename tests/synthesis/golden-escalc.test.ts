import { escalcFamily } from "../../conformance/golden/escalc.ts";
import { testGoldenFamily } from "./golden-family.ts";

testGoldenFamily(escalcFamily);
