import { permutestFamily } from "../../conformance/golden/permutest.ts";
import { testGoldenFamily } from "./golden-family.ts";

testGoldenFamily(permutestFamily);
