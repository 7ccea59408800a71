import { subgroupsFamily } from "../../conformance/golden/subgroups.ts";
import { testGoldenFamily } from "./golden-family.ts";

testGoldenFamily(subgroupsFamily);
