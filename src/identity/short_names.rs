//! Short forms of given names, for suggestions only.
//!
//! Each line lists names that people use for one another. The lines are coarse on purpose
//! (Alexander and Alexandra share one): a person judges each suggestion, and a name must have only
//! one line. Source: general knowledge of the usual English short forms, and of some others common
//! among people who work in English, written down by hand for this tool.

use std::collections::HashMap;

const LINES: &[&str] = &[
    "abigail abby abbie gail",
    "abraham abe bram",
    "adelaide addie ada",
    "agnes aggie nessa",
    "albert al bert bertie",
    "alexander alexandra alex alec sandy sasha xander lexi lexie alejandro alejandra",
    "alfred alf alfie fred freddie freddy frederick frederic fredrick",
    "alison allison ali allie ally",
    "amanda mandy",
    "andrew andy drew andre andres andreas",
    "angela angie angelina",
    "ann anne anna annie annette hannah nan nancy",
    "anthony tony antonio anton",
    "antoinette toni",
    "archibald archie",
    "arthur art artie",
    "augustus gus august augustine",
    "barbara barb babs barbie",
    "barnaby barney",
    "bartholomew bart",
    "beatrice bea trixie beatrix",
    "benjamin ben benji benny",
    "bernard bernie bernhard",
    "bradley brad bradford",
    "brenda brennie",
    "bridget biddy bridie",
    "caleb cal calvin callum",
    "cameron cam",
    "caroline carolyn carol carrie caro",
    "cassandra cass cassie",
    "catherine katherine kathryn katharine cathy kathy kate katie kat kitty cath kath katya ekaterina",
    "cecilia cece celia cecily",
    "charles charlie chuck chas carl karl carlos charlotte lottie",
    "christopher christine christina christian chris kit topher kris kristina kristine chrissy tina",
    "clarence clare clara claire",
    "clifford cliff clifton",
    "cornelius neil neal",
    "curtis curt kurt",
    "cynthia cindy",
    "daniel danielle dan danny dani",
    "david dave davey davy",
    "deborah debra deb debbie",
    "dennis denny denis",
    "desmond des",
    "diana diane di",
    "dominic dom nick nicholas nicolas nicky nico nicole nikki niko nikolai klaus",
    "donald don donnie",
    "dorothy dot dottie dolly",
    "douglas doug",
    "duncan dunc",
    "edmund edward edwin ed eddie eddy ned ted teddy theodore theo",
    "eleanor elinor ellie nell nellie nora ella ellen elena helen helena",
    "elizabeth elisabeth liz lizzie beth betty betsy eliza elsie lisa libby lise liesl",
    "emily emma em emmy millie",
    "eric erik rick ricky richard rich richie dick dickie ricardo",
    "ernest ernie",
    "esther hester essie",
    "eugene gene",
    "evelyn eve evie eva",
    "florence flo flossie",
    "frances francis fran frank frankie francesca francisco franklin paco",
    "gabriel gabriella gabrielle gabe gabby",
    "geoffrey jeffrey jeff geoff",
    "george georgie georgia georgina jorge",
    "gerald gerard gerry jerry jeremy jeremiah jerome",
    "gilbert gil",
    "gordon gordy",
    "gregory greg gregor",
    "gwendolyn gwen",
    "harold harry hal henry hank harriet hattie henrik enrique",
    "herbert herb",
    "howard howie",
    "hubert hugh hugo hughie",
    "ian iain",
    "ignacio nacho",
    "isabella isabel isabelle bella izzy belle",
    "isaac ike zac zack zach zachary zak",
    "jacob jake jakob james jim jimmy jamie jaime",
    "jacqueline jackie jacqui",
    "janet jane jan jenny janie jean jeanne joan joanne joanna jo jennifer jen jenn",
    "jason jay",
    "jessica jess jessie",
    "jonathan jon nathan nathaniel nate nat johnathan jonny",
    "john jack johnny johann johannes hans juan ivan",
    "joseph joe joey jose josef josephine pepe",
    "joshua josh",
    "judith judy jude",
    "julia julie jules juliet juliette julian",
    "kenneth ken kenny",
    "kevin kev",
    "kimberly kim kimberley",
    "lawrence laurence larry lars lorenzo laurie",
    "leonard leo len lenny leon leonardo",
    "leslie les lesley",
    "lillian lily lilly lil",
    "louis lewis lou louie luis louise",
    "lucas luke luca luc lukas",
    "lucy lucille lucia luz",
    "madeline maddie madeleine maddy",
    "malcolm mal",
    "margaret maggie meg peggy marge margie greta rita margarita margot megan",
    "mark marcus marc marco markus",
    "martha marty martin martina",
    "mary maria marie molly polly mia mamie miriam mariam",
    "matilda tilly tilda",
    "matthew matt matty mateo mathew matthias",
    "maurice morris mo",
    "maxwell maximilian max maxine",
    "melissa mel melanie mellie missy",
    "michael michelle mike mick mickey mikey micah miguel mikhail misha michel",
    "mitchell mitch",
    "mohammed muhammad mohammad mohamed",
    "natalie natasha natalia nattie",
    "norman norm",
    "oliver olivia ollie liv livvy",
    "oscar ozzie",
    "pamela pam",
    "patrick patricia pat paddy patty trish tricia",
    "paul paula pauline pablo pavel",
    "penelope penny",
    "peter pete petra pedro petr piotr",
    "philip phillip phil philippa pip pippa felipe",
    "priscilla cilla",
    "rachel rae rachael",
    "ralph rafe raphael rafael rafa rafi",
    "randolph randall randy",
    "raymond ray",
    "rebecca becca becky bec",
    "reginald reg reggie",
    "robert rob bob bobby robbie robin roberta bobbie roberto",
    "roderick rod roddy",
    "rodney rodge",
    "roger rodger",
    "ronald ron ronnie veronica",
    "rosemary rose rosie rosalind rosa",
    "rudolph rudy rudolf",
    "russell russ rusty",
    "samantha samuel sam sammy",
    "sarah sara sally sadie",
    "sebastian seb bastian",
    "sharon shari sherry cheryl sheryl",
    "sidney sid sydney",
    "simon simone",
    "solomon sol",
    "sophia sophie sofia",
    "stanley stan",
    "stephen steven steve stevie stephanie steph stefan stefanie esteban",
    "stuart stu stewart",
    "susan sue suzanne susie suzie susanna suzy",
    "sylvester sly",
    "sylvia silvia",
    "tabitha tabby",
    "terence terrence terry teresa theresa tess tessa",
    "thaddeus thad tad",
    "thomas tom tommy tomas",
    "timothy tim timmy",
    "tobias toby",
    "tracy tracey",
    "valerie val valentina valentine",
    "victor vic viktor victoria vicky vicki tori",
    "vincent vince vinny vicente",
    "virginia ginny ginger",
    "vivian viv vivienne",
    "vladimir vlad volodymyr vova",
    "walter walt wally",
    "wendy gwendy",
    "wesley wes",
    "wilfred wilf",
    "william will bill billy willy liam wilhelm guillermo willem",
    "winifred winnie win",
    "yvonne yvette evonne",
];

/// Index from each name to the first name of its line.
#[derive(Debug)]
pub struct ShortNames(HashMap<&'static str, &'static str>);

impl ShortNames {
    /// Builds the index from the table.
    pub fn new() -> Self {
        let mut names = HashMap::with_capacity(LINES.len() * 5);
        for line in LINES {
            let mut words = line.split(' ');
            let Some(first) = words.next() else { continue };
            names.insert(first, first);
            names.extend(words.map(|word| (word, first)));
        }
        Self(names)
    }

    /// Returns the first name of the line; the name itself if no line has it.
    ///
    /// ```
    /// use calendly_audit::identity::short_names::ShortNames;
    /// let names = ShortNames::new();
    /// assert_eq!(names.full("bob"), names.full("robert"));
    /// assert_eq!(names.full("zed"), "zed");
    /// ```
    pub fn full<'n>(&self, folded: &'n str) -> &'n str
    where
        'static: 'n,
    {
        self.0.get(folded).copied().unwrap_or(folded)
    }
}

impl Default for ShortNames {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn names_are_folded_and_occur_once() {
        let mut seen = HashSet::new();
        for word in LINES.iter().flat_map(|line| line.split(' ')) {
            assert!(word.chars().all(|c| c.is_ascii_lowercase()), "{word}");
            assert!(seen.insert(word), "{word} stands in two lines");
        }
    }

    #[test]
    fn short_forms_find_their_names() {
        let names = ShortNames::new();
        for (short, full) in
            [("liz", "elizabeth"), ("mike", "michael"), ("katie", "katherine"), ("bill", "william")]
        {
            assert_eq!(names.full(short), names.full(full));
        }
        assert_ne!(names.full("bill"), names.full("bob"));
    }
}
