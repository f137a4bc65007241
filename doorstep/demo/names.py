"""Names for the demo's leads, from many places; nobody here exists. Some are long, some short, some right to left."""

FIRST = (
    "Maya Tomasz Priya Joel Aiko Samir Noor Oskar Grace Ruth Wen Ada Kwame Lena Mateo Sofia Arjun Elena Yusuf Freya"
    " Hugo Ingrid Jamal Keiko Liam Marta Nadia Omar Paula Quentin Rania Stefan Tara Umar Vera Wanjiru Xavier Yara Zoe"
    " Anders Bianca Carlos Dina Emeka Farah Giulia Hassan Ivana Jonas Kavya Luca Mei Niko Olga Pedro Rosa Sanna Tariq"
    " Una Viktor Wiebke Ximena Yuki Zainab Amara Bruno Chloe Dmitri Esther Felix Gita Haruto Isla Jorge Katya Leila"
    " Magnus Nia Otto Petra Rafael Selma Thandi Ulrike Vikram Willem Ayumi Bence Clara Devi Elio Fatou Goran Hedda"
).split()
LAST = (
    "Okonjo Bielak Ramanujan Brandtner Moritani Haddadin Azizi Lindqvist Obuyo Kesselmann Zhaoqi Ferreirinha Adjetey"
    " Hartwigsen Villafuerte Papadaki Mehta Kowalczyk Demirel Halvorsen Lefevre Nakashima Abubakar Sorensen Castellano"
    " Dragomir Eriksson Fontaine Gonzaga Hakimi Iversen Jankowski Kimathi Laurent Mbeki Novakova Oyelaran Petrov"
    " Quispe Rosenthal Stavros Takahashi Ugarte Vasquez Winterbourne Xu Yilmaz Zielinski Almeida Bergstrom Chaudhry"
    " Delacroix Edelstein Farouk Gallagher Horvat Ibarra Jovanovic Kaplan Lombardi Matsuda Nwosu Orellana Pereira"
    " Rahimi Santoro Tamm Unterberg Vandermeer Whitcombe Yamada Zamora Arvidsson Boateng Cardoso Dahl Esposito Fiala"
).split()
WHOLE = (
    "Bartholomew-Alexander Featherstone-Haughington-Cholmondeley",
    "Li Xu",
    "نور الدين حداد",
    "佐藤 美咲",
    "María José Carreño Quiñones",
    "Seán O’Donoghue",
    "Zoë d’Arcy-Whittington",
)
CITIES = (
    ("Boston", "MA", "02139"), ("Holtsville", "NY", "00501"), ("Denver", "CO", "80202"), ("Austin", "TX", "78701"),
    ("Seattle", "WA", "98101"), ("Chicago", "IL", "60601"), ("Hartford", "CT", "06103"), ("Miami", "FL", "33101"),
    ("Portland", "OR", "97201"), ("Phoenix", "AZ", "85001"), ("Newark", "NJ", "07102"), ("Atlanta", "GA", "30303"),
)  # fmt: skip
# 555-0100 to 555-0199 is kept for fiction in every one of these areas.
AREAS = (
    202,
    206,
    212,
    213,
    214,
    303,
    305,
    312,
    313,
    404,
    412,
    415,
    503,
    512,
    602,
    612,
    617,
    702,
    713,
    718,
    808,
    860,
    907,
    973,
)
NOTES = (
    "Wants to move a small account from another place. Asked twice about how long it takes. Prefers mornings.",
    "Has compared us with two others. Price matters less than having one person to call.",
    "Please do not call before ten. Speaks little English, her son helps.",
    "Asked for everything in writing first. Sent the brochure.",
    "Very keen. Wants to begin before the end of the month.",
    "Left a message. Will try again on Thursday.",
    "Met at the autumn fair. Knows what he wants, wants to hear the terms.",
    "Not now, but call again in the spring.",
)
CALLS = (
    "answered, 6 minutes",
    "no answer",
    "left a message",
    "answered, 12 minutes",
    "answered, 3 minutes",
    "number engaged",
)
TAGS = ("Webinar Nov", "Call back", "Newsletter", "Autumn fair", "VIP", "Second try")
