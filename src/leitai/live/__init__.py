"""Live pages: one hub per process watches the database for change and tells every viewer what moved.

    action --touch("records")--> database --one poll--> hub --one message per board and audience--> viewers

An action says in its transaction which topics it touched (`actions.touch`). A channel (`channels.register`) names
the topics it depends on, says who may watch and as which audience, reads its state once per change, and shows each
audience its rows. The hub sends only the rows that changed; a viewer who was away gets what was missed, or the
whole board.
"""
