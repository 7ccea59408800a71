// Which rooms get API pages, and how their functions are grouped: by the file's path below the room,
// the first that fits. What fits nothing stands under the room's last group.
export const rooms = [
  {
    id: "synthesis",
    title: "Effect sizes and meta-analysis",
    groups: [
      ["Effect sizes", /^(effects\/|measures)/],
      ["Conversions", /^conversions\//],
      ["Pooling and heterogeneity", /^(model|verbal)\//],
      ["Meta-regression and subgroups", /^regression\//],
      ["Pooling of counts", /^counts-models\//],
      ["Multilevel and multivariate models", /^multilevel\//],
      ["Network meta-analysis", /^network\//],
      ["Repeated measures and participant pooling", /^(mmrm|participant-pooling)\//],
      ["Sensitivity", /^sensitivity\//],
      ["Missing evidence", /^(missing-evidence|selection)\//],
      ["Classic tests", /^classic\//],
      ["Others", /^/],
    ],
  },
  {
    id: "screening",
    title: "Screening",
    groups: [
      ["Agreement", /^agreement\//],
      ["Ranking by learning", /^learner\//],
      ["Simulation", /^simulation\//],
      ["Stopping", /^(stopping\/|audit)/],
      ["Votes, shares and status", /^/],
    ],
  },
  {
    id: "records",
    title: "Records",
    groups: [
      ["Reading and writing", /^(formats|read\.|write\.|import-report)/],
      ["Duplicates", /^duplicates\//],
      ["Normalising", /^(normalise\/|record-id)/],
      ["Full texts", /^full-text\//],
      ["Reports, amendments, search", /^/],
    ],
  },
  {
    id: "participants",
    title: "Participant data",
    groups: [
      ["Reading and dictionaries", /^[^/]+$/],
      ["Checks", /^integrity\//],
      ["Mapping", /^mapping\//],
      ["Instruments", /^instruments\//],
      ["Outcomes", /^outcomes\//],
      ["Tables and courses", /^tables\//],
      ["Models", /^model\//],
      ["Simulation", /^/],
    ],
  },
];

export function groupOf(room, file) {
  const below = file.slice(`src/${room.id}/`.length);
  return room.groups.findIndex(([, fits]) => fits.test(below));
}
