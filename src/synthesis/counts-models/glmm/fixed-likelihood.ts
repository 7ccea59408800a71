import { type ClusterLikelihood, ROW } from "./cluster.types.ts";

const cumulants = new Float64Array(4);

/** Log-likelihood of a cluster without random effects. */
export const fixedLikelihood: ClusterLikelihood = {
  nearSecond: true,
  at: (cluster, point, gradient, second) => {
    let value = 0;
    second?.fill(0);
    for (let j = 0; j < cluster.observations.length; j++) {
      const one = cluster.observations[j]!;
      one.cumulants(point[j]!, cumulants);
      value += one.y * point[j]! - cumulants[0]! + one.constant;
      gradient[j] = one.y - cumulants[1]!;
      if (second) second[ROW * j + j] = -cumulants[2]!;
    }
    return value;
  },
};
