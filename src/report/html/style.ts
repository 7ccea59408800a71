/** The look of a report as one file: paper and ink, light and dark, and pages for print. */
export const reportCss: string = `
:root{color-scheme:light dark;--bg:#faf9f6;--sheet:#fff;--ink:#1b1e23;--soft:#5a616b;--rule:#d8d4c9;--accent:#0b5f73;--tint:#e3f0f2;--warn:#8a2f12;--warn-t:#fbeae3;
--read:"Source Serif 4 Variable","Source Serif 4",Georgia,"Times New Roman",serif;--ui:"Inter Variable",Inter,system-ui,"Segoe UI",Roboto,"Noto Sans",sans-serif;
--ev-ink:var(--ink);--ev-soft:var(--soft);--ev-faint:#6f757e;--ev-rule:var(--rule);--ev-fill:var(--bg);--ev-tint:var(--tint);--ev-accent:var(--accent);--ev-warn:var(--warn)}
@media (prefers-color-scheme:dark){:root{--bg:#14171a;--sheet:#1b1f23;--ink:#eceae4;--soft:#aab1ba;--rule:#3a4149;--accent:#6cc3d5;--tint:#163038;--warn:#f0a184;--warn-t:#3a221a;--ev-faint:#8f969f;--ev-series-1:#5ab4e5;--ev-series-2:#f0914f;--ev-series-3:#41c49a;--ev-series-4:#e08fbe;--ev-series-5:#a3aab4}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;scroll-behavior:auto}
body{margin:0;background:var(--bg);color:var(--ink);font:17px/1.62 var(--read);overflow-wrap:break-word}
.skip{position:absolute;left:-999px}.skip:focus{left:16px;top:16px;background:var(--sheet);padding:8px 14px;border:2px solid var(--accent);z-index:2}
header,main,nav{max-width:56rem;margin:0 auto;padding:0 1.5rem}
header{padding-top:3.5rem}
h1{font:600 2.1rem/1.2 var(--read);letter-spacing:-.015em;margin:0 0 .6rem;text-wrap:balance}
.authors{margin:0 0 .3rem}.status{font:13px/1.6 var(--ui);color:var(--soft);margin:0 0 1.5rem}
nav details{border-block:1px solid var(--rule);padding:.6rem 0;font:14px/1.7 var(--ui)}
nav summary{cursor:pointer;font-weight:500}nav ol{margin:.4rem 0;padding-left:1.4rem;columns:2 16rem}
h2{font:600 1.5rem/1.3 var(--read);letter-spacing:-.01em;margin:2.8rem 0 .7rem}
h3{font:600 1.17rem/1.35 var(--read);margin:2rem 0 .5rem}
h4{font:600 1rem/1.4 var(--read);margin:1.6rem 0 .4rem}
p{margin:0 0 .9rem;max-width:44rem}ul,ol{max-width:44rem;padding-left:1.4rem}li{margin-bottom:.35rem}
a{color:var(--accent);text-underline-offset:.18em}a.n,a.cite{color:inherit;text-decoration-color:var(--rule)}
a.n:hover,a.cite:hover{color:var(--accent);text-decoration-color:currentColor}
.n{font-variant-numeric:tabular-nums;white-space:nowrap}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px;border-radius:2px}
:target{background:var(--tint)}
code{font:.84em/1.4 ui-monospace,"SF Mono",Consolas,"Liberation Mono",monospace;overflow-wrap:anywhere}
.small{font:14px/1.55 var(--ui);color:var(--soft)}
.code{background:var(--sheet);border:1px solid var(--rule);border-radius:8px;padding:.8rem 1rem;white-space:pre-wrap}
.alert{border-left:4px solid var(--accent);background:var(--tint);padding:.8rem 1.1rem;margin:1.2rem 0;border-radius:0 8px 8px 0;font:15px/1.55 var(--ui)}
.alert.warn{border-color:var(--warn);background:var(--warn-t)}.alert.warn strong:first-child{color:var(--warn)}.alert p{margin:0;max-width:none}
figure{margin:1.8rem 0}figcaption{margin-bottom:.5rem;max-width:44rem}figcaption b{display:block;font-weight:600}
.scroll{overflow-x:auto;max-width:100%}
table{border-collapse:collapse;width:100%;font:14px/1.5 var(--ui);border-block:1.5px solid var(--ink)}
thead th{border-bottom:1px solid var(--ink);font-weight:600;vertical-align:bottom}
th,td{padding:.42rem .7rem;text-align:left;vertical-align:top}th:first-child,td:first-child{padding-left:0}th:last-child,td:last-child{padding-right:0}
tbody th{font-weight:400}td.end,th.end{text-align:right;font-variant-numeric:tabular-nums}
.wide table{min-width:max(60rem,var(--columns)*6.8rem);font-size:13px}.wide th,.wide td{hyphens:auto}
tr.under td{padding:0 0 .8rem;color:var(--soft);border-bottom:1px solid var(--rule)}
figure details>summary{cursor:pointer;font:500 14px/1.7 var(--ui);color:var(--accent);margin-bottom:.4rem}details:has(:target)::details-content{content-visibility:visible;display:block}
.figure .scroll{background:var(--sheet);border:1px solid var(--rule);border-radius:10px;padding:1.2rem}
.figure svg{display:block;width:100%;min-width:42rem;height:auto}.pages svg+svg{margin-top:1.6rem}
.notes{font:13px/1.55 var(--ui);color:var(--soft);margin-top:.5rem}.notes p{margin:0 0 .25rem;max-width:none}
.references{list-style:none;padding:0;max-width:none}.references li{padding-left:2rem;text-indent:-2rem;margin-bottom:.55rem;max-width:46rem}
.label-note{font-style:italic}
@media (max-width:40rem){body{font-size:16px}header,main,nav{padding-inline:1rem}header{padding-top:1.8rem}h1{font-size:1.6rem}.figure .scroll{padding:.7rem}table{min-width:34rem}}
@media (min-width:60rem){.wide{margin-inline:calc((53rem - min(100vw - 4rem,87.5rem))/2)}}
@page{size:A4;margin:20mm 18mm}@page wide{size:A4 landscape;margin:15mm}
@media print{:root{--bg:#fff;--sheet:#fff;--ink:#000;--soft:#333;--rule:#bbb;--accent:#0b5f73;--tint:#eef5f6;--warn:#8a2f12;--warn-t:#fbeae3;--ev-faint:#6f757e;--ev-series-1:#0072b2;--ev-series-2:#d55e00;--ev-series-3:#008765;--ev-series-4:#b8568f;--ev-series-5:#6f757e;color-scheme:light}
body{font-size:10.5pt}header,main{max-width:none;padding:0}nav,.skip{display:none}h2,h3,h4,figcaption{break-after:avoid}
.scroll{overflow:visible}.wide{page:wide;margin-inline:0}.wide table{min-width:0;font-size:8pt}table{font-size:9pt;min-width:0}
thead{display:table-header-group}tr,.figure,.alert{break-inside:avoid}.figure svg{min-width:0}.figure.pages{break-inside:auto}.pages svg{break-inside:avoid}.page-break{break-before:page}a{color:inherit}}
`;
