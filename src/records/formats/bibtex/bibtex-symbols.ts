/** `name character` pairs as a map, so that names such as `constructor` find nothing. */
function table(pairs: string): ReadonlyMap<string, string> {
  const words = pairs.trim().split(/\s+/);
  const map = new Map<string, string>();
  for (let i = 0; i + 1 < words.length; i += 2) map.set(words[i]!, words[i + 1]!);
  return map;
}

/**
 * Characters by the TeX command that prints them, in text or in formulas.
 *
 * Source: Knuth, The TeXbook, appendix F; "LaTeX 2e for authors"; the packages textcomp, amssymb and
 * wasysym. Checked against Better BibTeX's parser: tests/records/bibtex-tex.test.ts.
 */
export const symbols: ReadonlyMap<string, string> = table(`
ss ß SS ẞ o ø O Ø l ł L Ł ae æ AE Æ oe œ OE Œ aa å AA Å i ı j ȷ dh ð DH Ð th þ TH Þ dj đ DJ Đ ng ŋ NG Ŋ
S § P ¶ dag † ddag ‡ copyright © pounds £ ldots … dots … cdots ⋯ vdots ⋮ ddots ⋱
textbackslash \\ backslash \\ textasciitilde ~ textasciicircum ^ textasciigrave \` textasciiacute ´
textasciimacron ¯ textasciidieresis ¨ textasciibreve ˘ textasciicaron ˇ textbar | textbardbl ‖
textbraceleft { textbraceright } lbrace { rbrace } textless < textgreater > textunderscore _ textdollar $
textquotesingle ' textquotedbl " textquoteleft ‘ textquoteright ’ textquotedblleft “ textquotedblright ”
quotesinglbase ‚ quotedblbase „ guillemotleft « guillemotright » guillemetleft « guillemetright »
guilsinglleft ‹ guilsinglright › lq ‘ rq ’ textexclamdown ¡ textquestiondown ¿ textsection § textparagraph ¶
textendash – textemdash — textellipsis … textbullet • textperiodcentered · textcentereddot · slash /
textdagger † textdaggerdbl ‡ textordfeminine ª textordmasculine º textcopyright © textregistered ®
texttrademark ™ textservicemark ℠ textdegree ° textmu µ textohm Ω textperthousand ‰ textpertenthousand ‱
texteuro € euro € EUR € textsterling £ textyen ¥ textcent ¢ textcurrency ¤ textflorin ƒ textwon ₩
textonehalf ½ textonequarter ¼ textthreequarters ¾ textonesuperior ¹ texttwosuperior ² textthreesuperior ³
texttimes × textdiv ÷ textpm ± textminus − textlnot ¬ textsurd √ textfractionsolidus ⁄ textasteriskcentered ∗
textleftarrow ← textrightarrow → textuparrow ↑ textdownarrow ↓ textnumero № textestimated ℮ textbrokenbar ¦
textmarried ⚭ textborn ⋆ textdied † textmusicalnote ♪ textreferencemark ※ hyphen ‐ textschwa ə
degree ° celsius ℃ micro µ perthousand ‰ permil ‰
alpha α beta β gamma γ delta δ epsilon ϵ varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι kappa κ
varkappa ϰ lambda λ mu μ nu ν xi ξ omicron ο pi π varpi ϖ rho ρ varrho ϱ sigma σ varsigma ς tau τ upsilon υ
phi ϕ varphi φ chi χ psi ψ omega ω Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Upsilon Υ Phi Φ Psi Ψ
Omega Ω digamma ϝ textalpha α textbeta β textgamma γ textdelta δ textepsilon ε textzeta ζ texteta η
texttheta θ textiota ι textkappa κ textlambda λ textnu ν textxi ξ textpi π textrho ρ textsigma σ texttau τ
textupsilon υ textphi φ textchi χ textpsi ψ textomega ω textDelta Δ textGamma Γ textOmega Ω textSigma Σ
upalpha α upbeta β upgamma γ updelta δ upepsilon ε upkappa κ uplambda λ upmu μ upsigma σ upomega ω upchi χ
ell ℓ hbar ℏ hslash ℏ imath ı jmath ȷ Re ℜ Im ℑ wp ℘ aleph ℵ beth ℶ gimel ℷ partial ∂ nabla ∇ infty ∞ eth ð
emptyset ∅ varnothing ∅ forall ∀ exists ∃ nexists ∄ neg ¬ lnot ¬ angle ∠ triangle △ surd √ top ⊤ bot ⊥
pm ± mp ∓ times × div ÷ cdot ⋅ ast ∗ star ⋆ circ ∘ bullet ∙ oplus ⊕ ominus ⊖ otimes ⊗ oslash ⊘ odot ⊙
cap ∩ cup ∪ setminus ∖ wedge ∧ land ∧ vee ∨ lor ∨ dagger † ddagger ‡ amalg ⨿ bigcirc ◯ diamond ⋄
le ≤ leq ≤ leqslant ⩽ ge ≥ geq ≥ geqslant ⩾ lt < gt > ne ≠ neq ≠ equiv ≡ sim ∼ simeq ≃ approx ≈ cong ≅
approxeq ≊ asymp ≍ doteq ≐ propto ∝ ll ≪ gg ≫ lesssim ≲ gtrsim ≳ prec ≺ succ ≻ preceq ⪯ succeq ⪰ in ∈
notin ∉ ni ∋ subset ⊂ supset ⊃ subseteq ⊆ supseteq ⊇ mid ∣ nmid ∤ parallel ∥ perp ⊥ models ⊧ vdash ⊢ dashv ⊣
sum ∑ prod ∏ coprod ∐ int ∫ oint ∮ therefore ∴ because ∵ prime ′ colon : vert | Vert ‖ lvert | rvert |
leftarrow ← gets ← rightarrow → to → leftrightarrow ↔ Leftarrow ⇐ Rightarrow ⇒ Leftrightarrow ⇔ uparrow ↑
downarrow ↓ updownarrow ↕ Uparrow ⇑ Downarrow ⇓ mapsto ↦ longrightarrow ⟶ longleftarrow ⟵
longleftrightarrow ⟷ Longrightarrow ⟹ Longleftarrow ⟸ iff ⟺ hookrightarrow ↪ rightleftharpoons ⇌ nearrow ↗
searrow ↘ swarrow ↙ nwarrow ↖ langle ⟨ rangle ⟩ lceil ⌈ rceil ⌉ lfloor ⌊ rfloor ⌋ lbrack [ rbrack ]
square □ Box □ blacksquare ■ Diamond ◇ lozenge ◊ blacktriangle ▴ bigstar ★ clubsuit ♣ diamondsuit ♢
heartsuit ♡ spadesuit ♠ flat ♭ natural ♮ sharp ♯ checkmark ✓ male ♂ female ♀ mars ♂ venus ♀ Sun ☉
arccos arccos arcsin arcsin arctan arctan arg arg cos cos cosh cosh cot cot det det dim dim exp exp gcd gcd
inf inf ker ker lim lim liminf liminf limsup limsup ln ln log log max max min min Pr Pr sin sin sinh sinh
sup sup tan tan tanh tanh bmod mod TeX TeX LaTeX LaTeX LaTeXe LaTeX2e BibTeX BibTeX
`);

/** Combining characters by the TeX command for the accent, in text and in formulas. */
export const accents: ReadonlyMap<string, string> = table(`
\` ̀ ' ́ ^ ̂ ~ ̃ = ̄ . ̇ " ̈ u ̆ v ̌ H ̋ r ̊ c ̧ k ̨ d ̣ b ̱ t ͡ G ̏ U ̎ h ̉ ´ ́
not ̸ grave ̀ acute ́ hat ̂ widehat ̂ tilde ̃ widetilde ̃ bar ̅ overline ̅ dot ̇ ddot ̈ breve ̆ check ̌ widecheck ̌
mathring ̊ ocirc ̊ vec ⃗ textcommabelow ̦ textcommaabove ̓ underbar ̱ utilde ̰ textsubring ̥ capitalacute ́
capitalgrave ̀ capitaldieresis ̈ capitaltilde ̃ capitalcaron ̌ capitalcircumflex ̂ capitalring ̊
capitalcedilla ̧ capitalogonek ̨ capitalmacron ̄ capitalbreve ̆ capitaldotaccent ̇ capitalhungarumlaut ̋
`);

/** Letters of the Cyrillic alphabet by the end of their command: `\cyrya`, `\CYRYA`. */
export const cyrillic: ReadonlyMap<string, string> = table(`
a а b б v в g г d д e е yo ё zh ж z з i и ishrt й k к l л m м n н o о p п r р s с t т u у f ф h х c ц ch ч
sh ш shch щ hrdsn ъ ery ы sftsn ь erev э yu ю ya я ie є ii і yi ї gup ґ je ј lje љ nje њ tshe ћ dje ђ dzhe џ
ushrt ў schwa ә otld ө y ү shha һ kdsc қ ndsc ң ghcrs ғ
`);

const SUPERSCRIPT = table("0 ⁰ 1 ¹ 2 ² 3 ³ 4 ⁴ 5 ⁵ 6 ⁶ 7 ⁷ 8 ⁸ 9 ⁹ + ⁺ - ⁻ − ⁻ = ⁼ ( ⁽ ) ⁾ n ⁿ i ⁱ");
const SUBSCRIPT = table("0 ₀ 1 ₁ 2 ₂ 3 ₃ 4 ₄ 5 ₅ 6 ₆ 7 ₇ 8 ₈ 9 ₉ + ₊ - ₋ − ₋ = ₌ ( ₍ ) ₎");

/** Raised or lowered text in characters of its own where all of it has such characters, else as it is. */
export function shifted(text: string, up: boolean): string {
  let result = "";
  for (const character of text) {
    const moved = (up ? SUPERSCRIPT : SUBSCRIPT).get(character);
    if (moved === undefined) return text;
    result += moved;
  }
  return result;
}
