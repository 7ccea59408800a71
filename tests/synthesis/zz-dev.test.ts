import { test } from "vitest";
import { randomTrial } from "./mmrm-random.ts";
import { visitCovariances } from "../../src/synthesis/mmrm/visit-covariances.ts";
import { fitRepeatedMeasures } from "../../src/synthesis/mmrm/fit-repeated-measures.ts";
test("fuzz",()=>{ const c:any={}; const its:any={}; const ex:any={}; let slow=0;
 for(let seed=1;seed<=60;seed++) for(const s of Object.keys(visitCovariances) as any[]) for(const [n,v] of [[12,3],[40,4],[30,6],[100,5]] as any){ const d=randomTrial({seed:seed*7,subjects:n,visits:v,groups:1+seed%2,weighted:seed%3===0,gaps:0.2});
  const t0=performance.now(); let k; try{const f=fitRepeatedMeasures(d,{structure:s,likelihood:seed%5?"REML":"ML"}); k="ok"; (its[s]??=[]).push(f.iterations);}catch(e:any){k=e.code??e.message; ex[s+" "+n+"x"+v+" "+k]=e.message+" seed "+seed;} const dt=performance.now()-t0; if(dt>slow){slow=dt;console.log("slow",s,n,v,seed,k,dt.toFixed(0));}
  const kk=s+" "+n+"x"+v+" "+k; c[kk]=(c[kk]??0)+1; }
 for(const [k,v] of Object.entries(c)) if(!k.endsWith("ok")) console.log(k,v,ex[k]); for(const s in its) console.log(s,"max its",Math.max(...its[s]),"mean",its[s].reduce((a:any,b:any)=>a+b)/its[s].length);
},300000);
